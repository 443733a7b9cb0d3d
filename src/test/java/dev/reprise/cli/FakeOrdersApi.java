package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server with the part of the API's contract that {@code load} needs. It fails on request.
 */
final class FakeOrdersApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Request(String path, String key, String body) {}

    private record Reply(int status, long version, String body) {}

    /** What happens to a command instead of a normal answer. */
    sealed interface Fault {

        record Refused(int status, Map<String, String> headers, String body) implements Fault {}

        record HandledButUnanswered() implements Fault {}

        record Unanswered() implements Fault {}

        /** None: the command is answered as usual. */
        record None() implements Fault {}
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> commands = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final AtomicInteger recorded = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private volatile CountDownLatch arrivals = new CountDownLatch(0);
    private volatile boolean answering = true;

    FakeOrdersApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/orders", this::handle);
        server.createContext("/health", FakeOrdersApi::health);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Every command received, including those that failed. */
    List<Request> commands() {
        return List.copyOf(commands);
    }

    /** How many commands were recorded, without those that got a stored answer. */
    int recorded() {
        return recorded.get();
    }

    int mostAtATime() {
        return mostInside.get();
    }

    /** Adds a fault. Each command takes one fault, in the order in which they were added. */
    void fail(Fault fault) {
        faults.add(fault);
    }

    /** Stops answering commands. */
    void stopAnswering() {
        answering = false;
    }

    /** Answers no command until this many have arrived. */
    void waitForCommands(int count) {
        arrivals = new CountDownLatch(count);
    }

    private static void health(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange, new Reply(200, 0, "{\"status\":\"UP\"}"), Map.of());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().getPath();
            command(exchange, path, body);
        }
    }

    private void command(HttpExchange exchange, String path, String body) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        commands.add(new Request(path, key, body));
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            awaitOthers();
        } finally {
            inside.decrementAndGet(); // before the answer, after which the client sends the next
        }
        Fault next = faults.poll();
        Fault fault = !answering ? new Fault.Unanswered() : next == null ? new Fault.None() : next;
        switch (fault) {
            case Fault.None() -> {
                boolean replayed = replies.containsKey(path + " " + key + " " + body);
                answer(
                        exchange,
                        reply(path, key, body),
                        replayed ? Map.of("Idempotent-Replayed", "true") : Map.of());
            }
            case Fault.Unanswered() -> {}
            case Fault.HandledButUnanswered() -> reply(path, key, body);
            case Fault.Refused(int status, Map<String, String> headers, String answer) ->
                    answer(exchange, new Reply(status, 0, answer), headers);
        }
    }

    private void awaitOthers() {
        arrivals.countDown();
        try {
            if (!arrivals.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("too few commands arrived at the same time");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply reply(String path, String key, String body) {
        return replies.computeIfAbsent(
                path + " " + key + " " + body,
                _ -> {
                    recorded.incrementAndGet();
                    return path.equals("/orders") ? create(body) : ship(path.split("/")[2]);
                });
    }

    private Reply create(String body) {
        JsonNode order = parsed(body);
        String orderId = order.get("orderId").asText();
        long version = 1L + order.get("items").size();
        return versions.putIfAbsent(orderId, version) == null
                ? order(201, orderId, version)
                : problem(409, "order-already-exists", "order " + orderId + " exists already");
    }

    private Reply ship(String orderId) {
        return order(200, orderId, versions.merge(orderId, 1L, Long::sum));
    }

    private static Reply order(int status, String orderId, long version) {
        return new Reply(
                status,
                version,
                """
                {"orderId":"%s","version":%d,"createdAt":"2026-01-31T08:15:30.120Z",\
                "updatedAt":"2026-01-31T08:15:3%d.404Z"}\
                """
                        .formatted(orderId, version, version % 10));
    }

    private static Reply problem(int status, String type, String detail) {
        return new Reply(
                status,
                0,
                "{\"type\":\"urn:reprise:problem:%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(type, status, detail));
    }

    private static void answer(HttpExchange exchange, Reply reply, Map<String, String> headers)
            throws IOException {
        if (reply.version() > 0) {
            exchange.getResponseHeaders().set("ETag", "\"" + reply.version() + "\"");
        }
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
