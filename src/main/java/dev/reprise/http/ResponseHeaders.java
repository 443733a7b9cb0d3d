package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Puts on every answer, a problem too, what a caller needs to ask again and to be helped. */
@Provider
class ResponseHeaders implements ContainerResponseFilter {

    private final RequestContext call;

    @Inject
    ResponseHeaders(RequestContext call) {
        this.call = call;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(RequestContext.CORRELATION_ID, call.correlationId());
        call.usedCommandId()
                .ifPresent(id ->
                        response.getHeaders()
                                .putSingle(RequestContext.IDEMPOTENCY_KEY, id.value()));
    }
}
