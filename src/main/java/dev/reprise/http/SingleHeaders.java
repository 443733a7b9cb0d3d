package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Refuses a header that has one value but is given twice. A gateway joins two lines of a header
 * with a comma, so a value that contains a comma is refused too. If-Match and If-None-Match are
 * lists, and two lines of them are one list (RFC 9110, 5.3).
 */
@Provider
class SingleHeaders implements ContainerRequestFilter {

    private static final List<String> NAMES =
            List.of(RequestContext.IDEMPOTENCY_KEY, RequestContext.CORRELATION_ID);

    private final RequestContext context;

    @Inject
    SingleHeaders(RequestContext context) {
        this.context = context;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        for (String name : NAMES) {
            if (context.header(name).filter(value -> value.contains(",")).isPresent()) {
                throw ProblemException.malformed(
                        Input.HEADER, name, "must be given only once, and without a comma");
            }
        }
        context.requireValidCorrelationId();
    }
}
