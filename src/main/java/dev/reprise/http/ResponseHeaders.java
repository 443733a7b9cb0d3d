package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Adds headers to every answer, problems included: the correlation id, the command's
 * Idempotency-Key, and for a query that a cache must ask again before it reuses the answer.
 */
@Provider
class ResponseHeaders implements ContainerResponseFilter {

    /**
     * A cache asks the service before it reuses an answer. Without it a cache may guess how long an
     * answer to a query stays true (RFC 9111, 4.2.2). It keeps no answer to a command in any case,
     * because none says how long it is fresh (RFC 9110, 9.3.3).
     */
    static final String ASK_AGAIN = "no-cache";

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
            response.getHeaders().putIfAbsent(HttpHeaders.CACHE_CONTROL, List.of(ASK_AGAIN));
        }
        context.usedIdempotencyKey()
                .ifPresent(id ->
                        response.getHeaders()
                                .putSingle(RequestContext.IDEMPOTENCY_KEY, id.value()));
    }
}
