package dev.reprise.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a call that its caller may not make, by the operation's {@link AccessRule}: before its
 * parameters, its headers and its body are looked at. No resource can leave this out.
 *
 * <p>A preflight, a path without a resource and a method that the path does not take are answered
 * before there is an operation, and say nothing that the API's description does not say.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
class PermittedCalls implements ContainerRequestFilter {

    private final RequestContext context;
    private final ResourceInfo resource;

    @Inject
    PermittedCalls(RequestContext context, ResourceInfo resource) {
        this.context = context;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        AccessRule rule = AccessRule.of(resource.getResourceMethod());
        if (rule != AccessRule.EVERYBODY) {
            rule.require(context.caller());
        }
    }
}
