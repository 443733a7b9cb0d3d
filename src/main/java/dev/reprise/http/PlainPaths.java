package dev.reprise.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/**
 * Refuses a path that the framework would take for another one, before it looks for the resource.
 * The framework resolves the segments {@code .} and {@code ..}, encoded or not, drops empty
 * segments, and removes a semicolon with what follows it.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
class PlainPaths implements ContainerRequestFilter {

    private static final Pattern DOT_SEGMENT = Pattern.compile("(?i)(?:\\.|%2e){1,2}");

    private final RoutingContext routing;

    @Inject
    PlainPaths(RoutingContext routing) {
        this.routing = routing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // Not from JAX-RS, whose path is resolved already.
        String path = routing.request().path();
        if (path == null || path.isEmpty() || path.equals("/")) {
            return;
        }
        if (path.contains(";")) {
            throw malformed("the path must not contain a semicolon");
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty()) {
                throw malformed("the path must not have two slashes in a row, or one at its end");
            }
            if (DOT_SEGMENT.matcher(segment).matches()) {
                throw malformed("the path must not have a segment . or .., encoded or not");
            }
        }
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED, detail));
    }
}
