package dev.reprise.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers {@code OPTIONS} on each resource: 204 with the methods that the path takes (RFC 9110,
 * 9.3.7). The framework's own answer lists the methods of the whole class.
 */
@Provider
@PreMatching
@Priority(Priorities.USER)
class OptionsRequests implements ContainerRequestFilter {

    private final AllowedMethods allowedMethods;

    @Inject
    OptionsRequests(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            request.abortWith(
                    allowedMethods.options(request.getUriInfo().getRequestUri().getRawPath()));
        }
    }
}
