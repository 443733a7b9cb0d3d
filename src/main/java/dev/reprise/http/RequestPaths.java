package dev.reprise.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
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
 * /q/openapi}, do not lead to a resource. What it refuses it sends on to the resources' filters all
 * the same, which answer as they do any other request.
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
    private final AllowedMethods allowedMethods;

    /** The start page and, in development, the page to try the API on. */
    private final Set<String> slashAtEnd;

    @Inject
    RequestPaths(RoutingContext current, BasePath basePath, AllowedMethods allowedMethods) {
        this.current = current;
        this.basePath = basePath;
        this.allowedMethods = allowedMethods;
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
        Optional<Response> answer = withoutDescription(request.method(), resource.get());
        if (answer.isPresent()) {
            refuse(routing, answer.get());
        } else if (resource.get().equals(request.path())) {
            routing.next();
        } else {
            String query = request.query();
            routing.reroute(query == null ? resource.get() : resource.get() + "?" + query);
        }
    }

    /** The framework would answer every method with the description. */
    private Optional<Response> withoutDescription(HttpMethod method, String resource) {
        if (!AllowedMethods.isDescription(resource)
                || Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(method)) {
            return Optional.empty();
        }
        return Optional.of(
                method.equals(HttpMethod.OPTIONS)
                        ? allowedMethods.options(resource)
                        : allowedMethods.notAllowed(resource));
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
