package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Adds the correlation id and the command's Idempotency-Key to every answer, problems included. */
@Provider
class ResponseHeaders implements ContainerResponseFilter {

    private final RequestContext context;

    @Inject
    ResponseHeaders(RequestContext context) {
        this.context = context;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(RequestContext.CORRELATION_ID, context.correlationId());
        context.usedCommandId()
                .ifPresent(id ->
                        response.getHeaders()
                                .putSingle(RequestContext.IDEMPOTENCY_KEY, id.value()));
    }
}
