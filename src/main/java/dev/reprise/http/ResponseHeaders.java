package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Adds headers to every answer, problems included: the correlation id, the command's
 * Idempotency-Key, and for a query that a cache must ask again before it reuses the answer.
 */
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
        if (request.getMethod().equals(HttpMethod.GET)
                || request.getMethod().equals(HttpMethod.HEAD)) {
            // Without it a cache may guess how long an answer stays true (RFC 9111, 4.2.2).
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        context.usedCommandId()
                .ifPresent(id ->
                        response.getHeaders()
                                .putSingle(RequestContext.IDEMPOTENCY_KEY, id.value()));
    }
}
