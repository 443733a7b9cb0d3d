package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Calls the function for each HTTP request, as an HTTP API does. Each request has a virtual thread
 * of its own, so a fast request does not wait for a slow one.
 */
final class HttpFront {

    /** The largest event that Lambda takes. */
    static final int MAX_BODY_BYTES = 6 * 1024 * 1024;

    static final String TOO_LARGE = "urn:reprise:problem:too-large";
    static final String MALFORMED = "urn:reprise:problem:malformed-request";

    private static final Logger LOG = Logger.getLogger(HttpFront.class);

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;
    private final LiveReload reload;
    private final Router router;

    /**
     * Opens a front. From now on it alone answers the router's requests, also those that wait for a
     * live reload.
     */
    static void open(
            Router router,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload) {
        var front = new HttpFront(router, function, reload);
        List<Route> before = router.getRoutes();
        router.route().handler(routing -> front.receive(routing.request()));
        before.forEach(Route::remove);
    }

    private HttpFront(
            Router router,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload) {
        this.router = router;
        this.function = function;
        this.reload = reload;
    }

    private void receive(HttpServerRequest request) {
        request.pause();
        Context connection =
                Objects.requireNonNull(Vertx.currentContext(), "requests come on an event loop");
        onVirtualThread(() -> {
            // Compiles and restarts if a file has changed, which may replace this front's class.
            // The new front then answers the request, whose body is still unread.
            LiveReload.Outcome outcome = reload.check();
            connection.runOnContext(_ -> {
                switch (outcome) {
                    case LiveReload.UpToDate _ -> read(request, connection);
                    case LiveReload.Replaced _ -> router.handle(request);
                    case LiveReload.Broken(String problem) ->
                            problem(
                                    request,
                                    500,
                                    "about:blank",
                                    "The development run is waiting for a fix",
                                    problem);
                }
            });
        });
    }

    private void read(HttpServerRequest request, Context connection) {
        if (!isUri(request.uri())) {
            refuseMalformedTarget(request);
            return;
        }
        if (declaredLength(request) > MAX_BODY_BYTES) {
            refuseTooLarge(request);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                refuseTooLarge(request);
            }
        });
        request.endHandler(_ -> {
            if (!request.response().ended()) {
                onVirtualThread(() -> invoke(request, body, connection));
            }
        });
        request.resume();
    }

    private void invoke(HttpServerRequest request, Buffer body, Context connection) {
        String requestId = UUID.randomUUID().toString();
        APIGatewayV2HTTPResponse answer = answer(request, body, requestId);
        connection.runOnContext(_ -> {
            if (!request.response().closed()) {
                HttpApi.writeResponse(answer, request);
            }
        });
    }

    /** Like the API, it logs a function's failure and does not show it to the client. */
    private APIGatewayV2HTTPResponse answer(
            HttpServerRequest request, Buffer body, String requestId) {
        try {
            APIGatewayV2HTTPEvent event = HttpApi.event(request, body, requestId, Instant.now());
            return function.handleRequest(event, new LocalContext(requestId, "reprise"));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s %s failed", request.method(), request.uri());
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(500)
                    .withHeaders(Map.of("content-type", "application/json"))
                    .withBody("{\"message\":\"Internal Server Error\"}")
                    .build();
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /** Whether an API would call its function for such a request target, and not refuse it. */
    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static void refuseMalformedTarget(HttpServerRequest request) {
        refuse(
                request,
                400,
                MALFORMED,
                "The request is malformed",
                "the request target is not a URI (RFC 3986)");
    }

    private static void refuseTooLarge(HttpServerRequest request) {
        refuse(
                request,
                413,
                TOO_LARGE,
                "The request is too large",
                "A request's body may have "
                        + MAX_BODY_BYTES
                        + " bytes: AWS Lambda takes no larger event.");
    }

    /**
     * Answers before the body is read, and closes the connection: a client that still sends must
     * not take this response for that of its next request.
     */
    private static void refuse(
            HttpServerRequest request, int status, String type, String title, String detail) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problem(request, status, type, title, detail);
        request.resume();
    }

    private static void problem(
            HttpServerRequest request, int status, String type, String title, String detail) {
        var problem =
                new JsonObject()
                        .put("type", type)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.encode());
    }

    private static void onVirtualThread(Runnable task) {
        var thread = Thread.ofVirtual().unstarted(task);
        thread.setContextClassLoader(HttpFront.class.getClassLoader());
        thread.start();
    }
}
