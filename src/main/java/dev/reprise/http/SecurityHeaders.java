package dev.reprise.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Adds to every answer the headers that tell browsers what not to do with it: not to guess its
 * type, not to run or frame anything of it, not to name its URL to others, and, where it came over
 * HTTPS, to come back over nothing else.
 */
@Singleton
class SecurityHeaders {

    static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** Before everything else, so that no answer lacks the headers. */
    private static final int PRIORITY = 900;

    /** A year, and no subdomains: what else is at the domain is not this service's business. */
    private static final String ONE_YEAR = "max-age=31536000";

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext routing) {
        boolean isPage =
                isDevelopmentPage(Objects.requireNonNullElse(routing.request().path(), ""));
        routing.addHeadersEndHandler(
                _ -> complete(routing.request(), routing.response().headers(), isPage));
        routing.next();
    }

    /** Whether it is a part of the framework's pages, which need their scripts. */
    private static boolean isDevelopmentPage(String path) {
        return LaunchMode.current().isDevOrTest()
                && path.startsWith("/q/")
                && !path.startsWith("/q/openapi");
    }

    private static void complete(HttpServerRequest request, MultiMap response, boolean isPage) {
        response.set("X-Content-Type-Options", "nosniff").set("Referrer-Policy", "no-referrer");
        if (!isPage && !response.contains(CONTENT_SECURITY_POLICY)) {
            response.set(CONTENT_SECURITY_POLICY, NOTHING);
        }
        if ("https".equals(request.getHeader("X-Forwarded-Proto"))) {
            response.set("Strict-Transport-Security", ONE_YEAR);
        }
    }
}
