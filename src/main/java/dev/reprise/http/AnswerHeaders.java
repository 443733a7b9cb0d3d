package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Puts on every answer, a problem too, what a caller needs to ask again and to be helped. */
@Provider
class AnswerHeaders implements ContainerResponseFilter {

    private final Call call;

    @Inject
    AnswerHeaders(Call call) {
        this.call = call;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(Call.CORRELATION_ID, call.correlationId());
        call.usedCommandId()
                .ifPresent(id -> response.getHeaders().putSingle(Call.IDEMPOTENCY_KEY, id.value()));
    }
}
