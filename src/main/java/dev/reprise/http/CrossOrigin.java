package dev.reprise.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets web pages of other origins call the API (the <a
 * href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>), if the setting
 * {@value #SETTING} names their origins. Without the setting it adds nothing to any answer.
 *
 * <p>A request of an origin that is not named is answered like any other, without the headers that
 * would let the page read the answer. A command needs a preflight, because its body is JSON, so
 * such a page cannot send one. No credentials are allowed: a page passes what it has to pass in
 * {@code Authorization}.
 *
 * <p>Not the filter of Quarkus ({@code quarkus.http.cors}): it answers a preflight with the methods
 * of the whole API and with 200 where nothing is, refuses other origins with a 403 that is not a
 * problem, allows credentials by itself, and leaves out {@code Vary}.
 */
@Singleton
class CrossOrigin {

    static final String SETTING = "reprise.http.cors.origins";

    /** Before everything else, so that no answer lacks the headers. */
    private static final int PRIORITY = 900;

    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Correlation-Id";
    private static final String RESPONSE_HEADERS =
            "Allow, ETag, Idempotency-Key, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Correlation-Id";

    /** Two hours, the longest that any browser but Firefox keeps a preflight's answer. */
    private static final String MAX_AGE_SECONDS = "7200";

    private final AllowedOrigins allowed;

    @Inject
    CrossOrigin(@ConfigProperty(name = SETTING) Optional<List<String>> origins) {
        allowed = AllowedOrigins.parse(origins.orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        if (!allowed.none()) {
            filters.register(this::handle, PRIORITY);
        }
    }

    private void handle(RoutingContext routing) {
        routing.addHeadersEndHandler(
                _ -> complete(routing.request(), routing.response().headers()));
        routing.next();
    }

    private void complete(HttpServerRequest request, MultiMap response) {
        response.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !allowed.contains(origin)) {
            return;
        }
        response.set(
                HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
                allowed.any() ? AllowedOrigins.ANY : origin);
        if (isPreflight(request)) {
            String methods = response.get(HttpHeaders.ALLOW);
            if (methods != null) {
                response.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
                        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                        .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
            }
        } else {
            response.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }
}
