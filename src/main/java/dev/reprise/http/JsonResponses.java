package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a request to a resource of JSON whose caller does not take JSON, before the resource does
 * anything. Problems are JSON whatever Accept says.
 */
@Provider
class JsonResponses implements ContainerRequestFilter {

    private final RequestContext context;
    private final ResourceInfo resource;

    @Inject
    JsonResponses(RequestContext context, ResourceInfo resource) {
        this.context = context;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        boolean json = resource.getResourceClass().isAnnotationPresent(Produces.class);
        boolean acceptable =
                AcceptHeader.parse(context.header(HttpHeaders.ACCEPT).orElse(""))
                        .accepts("application", "json");
        if (json && !acceptable) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.NOT_ACCEPTABLE,
                            "the answer is application/json, which Accept leaves out"));
        }
    }
}
