package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers of a service that is not there. */
final class FakeAnswers {

    private FakeAnswers() {}

    static void problem(HttpExchange exchange, int status, String type, String detail)
            throws IOException {
        answer(
                exchange,
                status,
                "{\"type\":\"urn:reprise:problem:%s\",\"detail\":\"%s\"}".formatted(type, detail));
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
