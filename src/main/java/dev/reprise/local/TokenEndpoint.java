package dev.reprise.local;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a person gets a token: {@code POST} to {@value #PATH}, with the token's claims as the
 * fields of a form. The answer is the token alone. It is on the loopback interface, as all of the
 * development run, and it is not deployed.
 */
final class TokenEndpoint {

    static final String PATH = "/local-issuer/token";

    private static final int MAX_BODY_BYTES = 10_000;

    /** The claims that are numbers: seconds since 1970. */
    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");

    private final LocalIssuer issuer;

    private TokenEndpoint(LocalIssuer issuer) {
        this.issuer = issuer;
    }

    /** Opens it on a router, before all other routes. */
    static void open(Router router, LocalIssuer issuer) {
        router.route(HttpMethod.POST, PATH)
                .order(-1)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(new TokenEndpoint(issuer)::answer)
                .failureHandler(
                        routing -> end(routing, routing.statusCode(), "the form cannot be read"));
    }

    private void answer(RoutingContext routing) {
        try {
            String token = issuer.token(claims(routing.request().formAttributes()));
            end(routing, 200, token);
        } catch (NumberFormatException e) {
            end(routing, 400, "exp, iat and nbf are seconds since 1970: " + e.getMessage());
        }
    }

    private static void end(RoutingContext routing, int status, String text) {
        routing.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text + "\n");
    }

    /** A field that is given several times is an array. */
    private static Map<String, Object> claims(MultiMap form) {
        Map<String, Object> claims = new TreeMap<>();
        for (String name : form.names()) {
            List<String> values = form.getAll(name);
            if (TIMES.contains(name)) {
                claims.put(name, Long.parseLong(values.getFirst()));
            } else {
                claims.put(name, values.size() == 1 ? values.getFirst() : values);
            }
        }
        return claims;
    }
}
