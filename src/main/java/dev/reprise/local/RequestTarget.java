package dev.reprise.local;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * The path and the query of a request, as they were sent.
 *
 * @param path starts with a slash
 * @param query without the question mark; empty if there is none
 */
record RequestTarget(String path, String query) {

    /**
     * Reads a target in origin form ({@code /orders?limit=1}) or in absolute form ({@code
     * http://localhost/orders}), which loses its origin (RFC 9112, 3.2).
     *
     * @return empty if the target has neither form, or is not a URI
     */
    static Optional<RequestTarget> parse(String target) {
        try {
            var uri = new URI(target.startsWith("/") ? "http://localhost" + target : target);
            boolean http =
                    "http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getRawAuthority() == null || uri.getRawFragment() != null) {
                return Optional.empty();
            }
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
            return Optional.of(new RequestTarget(path, query));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** Whether the request is {@code OPTIONS *}, which asks about the server, not a resource. */
    static boolean isServer(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*");
    }
}
