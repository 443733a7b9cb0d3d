package dev.reprise.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of each request before anything is matched with it: refuses what is not plain or
 * not below the base path, and takes the base path away.
 *
 * <p>It comes before the framework's routes, because some of these, such as that of {@code
 * /q/swagger-ui}, do not lead to a resource. What it refuses it sends on to the resources' filters
 * all the same, which answer as they do any other request.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
class RequestPaths implements ContainerRequestFilter {

    /** Before every route and every other filter. */
    private static final int FIRST = 1000;

    private static final String READ = "dev.reprise.http.path-is-read";
    private static final String REFUSAL = "dev.reprise.http.refusal";

    private final RoutingContext current;
    private final BasePath basePath;

    /** The start page and, in development, the page to try the API on. */
    private final Set<String> slashAtEnd;

    @Inject
    RequestPaths(RoutingContext current, BasePath basePath) {
        this.current = current;
        this.basePath = basePath;
        this.slashAtEnd = Set.of(basePath.pathOf("/"), basePath.pathOf(StartPage.SWAGGER_UI));
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, FIRST);
    }

    private void read(RoutingContext routing) {
        if (routing.get(READ) != null) {
            routing.next();
            return;
        }
        routing.put(READ, true);
        HttpServerRequest request = routing.request();
        String path = PlainPaths.normalized(Objects.requireNonNullElse(request.path(), ""));
        Optional<Problem> fault =
                (slashAtEnd.contains(path) ? Optional.<Problem>empty() : PlainPaths.fault(path))
                        .or(() -> PlainPaths.faultOfQuery(request.query()));
        if (fault.isPresent()) {
            refuse(routing, fault.get().response().build());
            return;
        }
        Optional<String> resource = basePath.strip(path);
        if (resource.isEmpty()) {
            refuse(routing, Problem.noSuchResource().response().build());
            return;
        }
        if (resource.get().equals(request.path())) {
            routing.next();
        } else {
            String query = request.query();
            routing.reroute(query == null ? resource.get() : resource.get() + "?" + query);
        }
    }

    private static void refuse(RoutingContext routing, Response answer) {
        routing.put(REFUSAL, answer);
        routing.reroute("/");
    }

    @Override
    public void filter(ContainerRequestContext request) {
        @Nullable Response refusal = current.get(REFUSAL);
        if (refusal != null) {
            request.abortWith(refusal);
        }
    }
}
