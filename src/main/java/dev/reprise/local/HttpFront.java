package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Calls the function for each HTTP request, as an HTTP API does. Each request has a virtual thread
 * of its own, so a fast request does not wait for a slow one.
 */
final class HttpFront {

    /** The largest event that Lambda takes. */
    static final int MAX_BODY_BYTES = 6 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(HttpFront.class);

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;
    private final LiveReload reload;
    private final ApiAuthorizer authorizer;
    private final Router router;

    /**
     * Opens a front. From now on it alone answers the router's requests, also those that wait for a
     * live reload.
     *
     * @param authorizer decides which requests reach the function
     */
    static void open(
            Router router,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload,
            ApiAuthorizer authorizer) {
        var front = new HttpFront(router, function, reload, authorizer);
        List<Route> before = router.getRoutes();
        router.route().handler(routing -> front.receive(routing.request()));
        before.forEach(Route::remove);
        // A router fails a request whose target has no leading slash (404) or whose Host is
        // invalid (400).
        router.errorHandler(404, routing -> front.receive(routing.request()));
        router.errorHandler(400, routing -> front.receive(routing.request()));
    }

    private HttpFront(
            Router router,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload,
            ApiAuthorizer authorizer) {
        this.router = router;
        this.function = function;
        this.reload = reload;
        this.authorizer = authorizer;
    }

    private void receive(HttpServerRequest request) {
        request.pause();
        Optional<Refusal> refusal = Refusal.of(request);
        if (refusal.isPresent()) {
            refusal.get().answer(request);
            return;
        }
        if (RequestTarget.isServer(request)) {
            request.response().setStatusCode(204).end();
            request.resume();
            return;
        }
        request.exceptionHandler(failure -> refuseBody(request, failure));
        Context connection =
                Objects.requireNonNull(Vertx.currentContext(), "requests come on an event loop");
        onVirtualThread(request, connection, () -> reloadAndHandle(request, connection));
    }

    /**
     * Compiles and restarts if a file has changed, which may replace this front's class. The new
     * front then answers the request, whose body is still unread.
     */
    private void reloadAndHandle(HttpServerRequest request, Context connection) {
        LiveReload.Outcome outcome = reload.check();
        onEventLoop(connection, () -> handle(request, connection, outcome));
    }

    private void handle(HttpServerRequest request, Context connection, LiveReload.Outcome outcome) {
        if (request.response().ended()) {
            return; // The body could not be decoded.
        }
        switch (outcome) {
            case LiveReload.UpToDate _ -> admit(request, connection);
            case LiveReload.Replaced _ -> router.handle(request);
            case LiveReload.Broken(String problem) -> Refusal.brokenCode(problem).answer(request);
        }
    }

    private void admit(HttpServerRequest request, Context connection) {
        switch (authorizer.admit(request)) {
            case Admission.Admitted admitted -> read(request, connection, admitted);
            case Admission.Refused refused -> refused.answer(request);
        }
    }

    private void read(HttpServerRequest request, Context connection, Admission.Admitted admitted) {
        if (request.version() == HttpVersion.HTTP_1_1
                && request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        var body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                Refusal.tooLarge().answer(request);
            }
        });
        request.endHandler(_ ->
                onVirtualThread(
                        request, connection, () -> invoke(request, admitted, body, connection)));
        request.resume();
    }

    /** Answers a body that cannot be decoded. If the client has left, there is no one to answer. */
    private static void refuseBody(HttpServerRequest request, Throwable failure) {
        if (!request.response().ended() && !request.response().closed()) {
            Refusal.undecodable(failure).answer(request);
            request.connection().close();
        }
    }

    private void invoke(
            HttpServerRequest request,
            Admission.Admitted admitted,
            Buffer body,
            Context connection) {
        String requestId = UUID.randomUUID().toString();
        APIGatewayV2HTTPEvent event =
                HttpApi.event(request, admitted.caller(), body, requestId, Instant.now());
        APIGatewayV2HTTPResponse answer =
                function.handleRequest(event, new LocalContext(requestId, "reprise"));
        onEventLoop(connection, () -> write(request, answer));
    }

    private static void write(HttpServerRequest request, APIGatewayV2HTTPResponse answer) {
        if (request.response().closed()) {
            return;
        }
        try {
            HttpApi.writeResponse(answer, request);
        } catch (RuntimeException e) {
            fail(request, e);
        }
    }

    /** Like the API, it logs a failure and does not show it to the client. */
    private static void fail(HttpServerRequest request, Throwable failure) {
        LOG.errorf(failure, "%s %s failed", request.method(), request.uri());
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.headers().clear();
            response.setStatusCode(500)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end("{\"message\":\"Internal Server Error\"}");
            request.resume();
        }
    }

    private static void onVirtualThread(
            HttpServerRequest request, Context connection, Runnable task) {
        var thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                task.run();
                            } catch (RuntimeException | Error e) {
                                onEventLoop(connection, () -> fail(request, e));
                            }
                        });
        thread.setContextClassLoader(HttpFront.class.getClassLoader());
        thread.start();
    }

    /** Does nothing if the server is closed: there is no one to answer. */
    private static void onEventLoop(Context connection, Runnable task) {
        try {
            connection.runOnContext(_ -> task.run());
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is closed", e);
        }
    }
}
