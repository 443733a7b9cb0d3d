package dev.reprise.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Leaves the choice of media types to {@link JsonRequests} and {@link JsonResponses}, which read
 * the headers as they were sent. The framework's own choice takes a range such as {@code *}{@code
 * /*} for a content type, refuses {@code application/merge-patch+json}, and knows no weight of 0.
 */
@Provider
@PreMatching
class MediaTypes implements ContainerRequestFilter {

    private final RoutingContext routing;

    @Inject
    MediaTypes(RoutingContext routing) {
        this.routing = routing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        MultiMap seenByFramework = routing.request().headers();
        seenByFramework.remove(HttpHeaders.ACCEPT);
        seenByFramework.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    }
}
