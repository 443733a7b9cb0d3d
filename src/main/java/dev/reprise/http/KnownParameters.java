package dev.reprise.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses query parameters that a method does not have, and those that come twice: a typing error
 * must not be taken for a wish.
 */
@Provider
class KnownParameters implements ContainerRequestFilter {

    private final ResourceInfo resource;

    KnownParameters(ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Set<String> known =
                Arrays.stream(resource.getResourceMethod().getParameters())
                        .map(parameter -> parameter.getAnnotation(QueryParam.class))
                        .filter(Objects::nonNull)
                        .map(QueryParam::value)
                        .collect(Collectors.toSet());
        request.getUriInfo()
                .getQueryParameters()
                .forEach((name, values) -> {
                    if (!known.contains(name)) {
                        throw ProblemException.malformed(
                                Input.PARAMETER, name, "is not a parameter of this resource");
                    }
                    if (values.size() > 1) {
                        throw ProblemException.malformed(
                                Input.PARAMETER, name, "may be given only once");
                    }
                });
    }
}
