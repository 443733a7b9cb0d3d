package dev.reprise.local;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.CompletionException;

/**
 * An HTTP server on the loopback interface. Its router is made of library classes alone, so it
 * outlives a live reload, which replaces this project's classes and opens a new front.
 */
final class LoopbackHttpServer implements AutoCloseable {

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
                        .setMaxHeaderSize(
                                10 * 1024); // of all headers together, as API Gateway has it
        try {
            HttpServer server =
                    vertx.createHttpServer(options)
                            .requestHandler(router)
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
