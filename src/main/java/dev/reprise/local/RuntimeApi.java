package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's runtime API for one process, which asks it for calls and gives it the answers. There is
 * one call at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">The runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime";
    private static final JsonMapper JSON = new JsonMapper();

    /** A call that the process has not answered yet. */
    private record Invocation(
            String id, String event, long deadlineMillis, CompletableFuture<String> answer) {}

    private final String functionArn;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Invocation> next = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final HttpServer server;
    private volatile @Nullable Invocation open;

    RuntimeApi(String functionName) throws IOException {
        functionArn = StandInArns.function(functionName) + ":live";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT + "/invocation/next", this::next);
        server.createContext(ROOT + "/invocation/", this::answer);
        server.createContext(ROOT + "/init/error", this::failInit);
        server.createContext(ROOT + "/restore/next", exchange -> send(exchange, 200, ""));
        server.createContext(ROOT + "/restore/error", this::failInit);
        server.start();
    }

    /** The host and the port, for the process's environment. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Done when the process asks for its first call. It fails with a {@link FunctionFailure} if the
     * process does not get so far.
     */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    /**
     * Hands a call to the process.
     *
     * @param deadlineMillis until when the process has time, since the epoch
     * @return the answer, or a {@link FunctionFailure}
     */
    CompletableFuture<String> invoke(String event, long deadlineMillis) {
        var invocation =
                new Invocation(
                        UUID.randomUUID().toString(),
                        event,
                        deadlineMillis,
                        new CompletableFuture<>());
        open = invocation;
        next.add(invocation);
        return invocation.answer();
    }

    /** Fails what the process will not do any more. */
    void processEnded(FunctionFailure failure) {
        initialised.completeExceptionally(failure);
        Invocation unanswered = open;
        if (unanswered != null) {
            unanswered.answer().completeExceptionally(failure);
        }
    }

    /** Waits for a call. A process that is answered 500 here would end. */
    private void next(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        initialised.complete(null);
        try {
            Invocation invocation = next.take();
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "application/json");
            headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
            headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis()));
            headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
            headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-" + traceId(invocation));
            send(exchange, 200, invocation.event());
        } catch (InterruptedException _) {
            exchange.close();
        }
    }

    /** 24 hexadecimal digits. */
    private static String traceId(Invocation invocation) {
        return invocation.id().replace("-", "").substring(0, 24) + ";Sampled=0";
    }

    /** {@code /invocation/<id>/response} and {@code /invocation/<id>/error}. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = body(exchange);
        Invocation invocation = open;
        String path = exchange.getRequestURI().getPath();
        if (invocation == null || !path.contains("/" + invocation.id() + "/")) {
            send(exchange, 403, "");
            return;
        }
        open = null;
        if (path.endsWith("/response")) {
            invocation.answer().complete(body);
        } else {
            invocation.answer().completeExceptionally(failure(body));
        }
        send(exchange, 202, "");
    }

    private void failInit(HttpExchange exchange) throws IOException {
        initialised.completeExceptionally(failure(body(exchange)));
        send(exchange, 202, "");
    }

    private static FunctionFailure failure(String body) throws IOException {
        JsonNode error = JSON.readTree(body);
        return new FunctionFailure(
                error.path("errorType").asText(), error.path("errorMessage").asText());
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
