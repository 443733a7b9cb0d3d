package dev.reprise.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Gives the answer with the API's description the headers that the answers of resources have. The
 * framework serves it, and not by a resource.
 */
@Singleton
class DescriptionHeaders {

    /** After {@link RequestPaths}. */
    private static final int PRIORITY = 900;

    void register(@Observes Filters filters) {
        filters.register(DescriptionHeaders::handle, PRIORITY);
    }

    private static void handle(RoutingContext routing) {
        String path = Objects.requireNonNullElse(routing.request().path(), "");
        if (AllowedMethods.isDescription(path)) {
            routing.addHeadersEndHandler(_ -> complete(routing.request(), routing.response()));
        }
        routing.next();
    }

    private static void complete(HttpServerRequest request, HttpServerResponse response) {
        MultiMap headers = response.headers();
        headers.set(
                RequestContext.CORRELATION_ID,
                RequestContext.correlationId(request.getHeader(RequestContext.CORRELATION_ID)));
        headers.set(HttpHeaders.CACHE_CONTROL, ResponseHeaders.ASK_AGAIN);
        // It chooses between JSON and YAML.
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (request.method().equals(HttpMethod.HEAD)) {
            headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(response.bytesWritten()));
        }
    }
}
