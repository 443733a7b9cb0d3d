package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that answers what a test says. What it was not told is a 404 of the API, with the
 * request in its detail.
 */
final class FakeApi implements AutoCloseable {

    private record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Adds an answer to a request such as {@code GET /orders/1}. The last one is repeated. */
    FakeApi answer(String request, int status, String body) {
        replies.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Reply(status, body));
        return this;
    }

    FakeApi answer(String request, String body) {
        return answer(request, 200, body);
    }

    FakeApi problem(String request, int status, String type, String detail) {
        return answer(
                request,
                status,
                "{\"type\":\"urn:reprise:problem:%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(type, status, detail));
    }

    /** Every request that came, such as {@code GET /orders/1?version=2}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The bodies of the requests that had one. */
    List<String> bodies() {
        return List.copyOf(bodies);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!body.isEmpty()) {
                bodies.add(body);
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            Reply reply = next(request);
            byte[] bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply next(String request) {
        Deque<Reply> known = replies.get(request);
        if (known == null) {
            return new Reply(
                    404,
                    "{\"type\":\"urn:reprise:problem:no-such-resource\",\"detail\":\"not known: "
                            + request
                            + "\"}");
        }
        return known.size() > 1 ? known.removeFirst() : known.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
