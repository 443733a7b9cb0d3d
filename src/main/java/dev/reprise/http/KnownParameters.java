package dev.reprise.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses a query parameter that the method does not have, that is given twice or has no value: a
 * mistyped parameter must not be ignored.
 */
@Provider
class KnownParameters implements ContainerRequestFilter {

    private final ResourceInfo resource;
    private final RoutingContext routing;

    @Inject
    KnownParameters(ResourceInfo resource, RoutingContext routing) {
        this.resource = resource;
        this.routing = routing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Set<String> known =
                Arrays.stream(resource.getResourceMethod().getParameters())
                        .map(parameter -> parameter.getAnnotation(QueryParam.class))
                        .filter(Objects::nonNull)
                        .map(QueryParam::value)
                        .collect(Collectors.toSet());
        // Not from JAX-RS, which ignores a parameter without a value.
        MultiMap parameters = routing.queryParams();
        for (String name : parameters.names()) {
            List<String> values = parameters.getAll(name);
            if (!known.contains(name)) {
                throw ProblemException.malformed(
                        Input.PARAMETER, name, "is not a parameter of this resource");
            }
            if (values.size() > 1) {
                throw ProblemException.malformed(Input.PARAMETER, name, "must be given only once");
            }
            if (values.getFirst().isEmpty()) {
                throw ProblemException.malformed(Input.PARAMETER, name, "has no value");
            }
        }
    }
}
