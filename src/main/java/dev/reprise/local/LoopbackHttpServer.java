package dev.reprise.local;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server on the loopback interface. Its router is made of library classes alone, so it
 * outlives a live reload, which replaces this project's classes and opens a new front.
 */
final class LoopbackHttpServer implements AutoCloseable {

    /** The limit of the request line, and of all headers together, as API Gateway has it. */
    static final int MAX_HEADER_BYTES = 10 * 1024;

    /** Twice as long as an HTTP API waits for its function. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final HttpServer server;
    private final Router router;

    private LoopbackHttpServer(Vertx vertx, HttpServer server, Router router) {
        this.vertx = vertx;
        this.server = server;
        this.router = router;
    }

    /**
     * Starts to listen. Every response is 503 until the router gets another route.
     *
     * @param port 0 for any free port
     * @throws PortTakenException if something else listens on {@code port}
     */
    static LoopbackHttpServer listen(int port) throws PortTakenException {
        return listen(port, IDLE_TIMEOUT);
    }

    /**
     * Starts to listen.
     *
     * @param idleTimeout the server closes a connection on which nothing is sent for so long, in
     *     milliseconds
     */
    static LoopbackHttpServer listen(int port, Duration idleTimeout) throws PortTakenException {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setDisableTCCL(true));
        var router = Router.router(vertx);
        router.route()
                .handler(routing ->
                        routing.response().setStatusCode(503).putHeader("Retry-After", "1").end());
        var options =
                new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(MAX_HEADER_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) idleTimeout.toMillis());
        try {
            HttpServer server =
                    vertx.createHttpServer(options)
                            .requestHandler(router)
                            // The front answers invalid requests too.
                            .invalidRequestHandler(router)
                            .listen()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
            return new LoopbackHttpServer(vertx, server, router);
        } catch (CompletionException e) {
            vertx.close();
            if (e.getCause() instanceof BindException) {
                throw new PortTakenException(port, e);
            }
            throw e;
        }
    }

    Router router() {
        return router;
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
