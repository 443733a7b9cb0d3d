package dev.reprise.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends the two commands of the demo. A command that gets no answer, 429 or 503 is sent again with
 * the same Idempotency-Key, so the API records it once at most.
 */
final class OrdersApi implements AutoCloseable {

    static final int MAX_ATTEMPTS = 6;

    private static final Set<Integer> TRY_AGAIN = Set.of(429, 503);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long MAX_PAUSE_SECONDS = 30;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(35); // API Gateway's is 30
    private static final int MAX_KEY_LENGTH = 128;
    private static final int MAX_PROBLEM_LENGTH = 300;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final URI address;
    private final Pause pause;
    private final HttpClient http;

    /** Waits before a command is sent again. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration length) throws InterruptedException;
    }

    /**
     * @param body a text node if the body is not JSON
     */
    record Answer(int status, JsonNode body) {

        boolean isSuccess() {
            return status / 100 == 2;
        }

        /** The status and the problem's detail, or else the start of the body. */
        String problem() {
            JsonNode shown = body.has("detail") ? body.get("detail") : body;
            String text = shown.isTextual() ? shown.asText() : shown.toString();
            text = (status + " " + text).strip().replaceAll("\\s+", " ");
            return text.length() > MAX_PROBLEM_LENGTH
                    ? text.substring(0, MAX_PROBLEM_LENGTH) + "..."
                    : text;
        }
    }

    /** The body of the request that ships an order. */
    private record Shipment(String shippingAddress, String occurredAt) {}

    OrdersApi(URI address, Pause pause) {
        this.address = address;
        this.pause = pause;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    /**
     * Asks for an order, which need not exist.
     *
     * @throws IOException if nothing answers, or something else than this API; its message is for
     *     the user
     */
    void requireReachable() throws IOException, InterruptedException {
        Answer answer;
        try {
            HttpRequest request = request("/orders/demo").GET().build();
            answer = answer(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IOException(
                    "No API answers at %s (%s).%nStart one with ./mvnw quarkus:dev, or give the address of yours."
                            .formatted(address, describe(e)),
                    e);
        }
        boolean notFound = answer.body().path("type").asText().endsWith(":order-not-found");
        if (answer.status() != 200 && !notFound && !TRY_AGAIN.contains(answer.status())) {
            throw new IOException(
                    "The server at %s is not this API, or does not let you in: %s"
                            .formatted(address, answer.problem()));
        }
    }

    /** Throws an IOException if the last attempt gets no answer. */
    Answer create(NewOrder order) throws IOException, InterruptedException {
        return post("/orders", "demo-create-" + order.orderId(), order);
    }

    /** Throws an IOException if the last attempt gets no answer. */
    Answer ship(NewOrder order, String country) throws IOException, InterruptedException {
        return post(
                "/orders/" + order.orderId() + "/shipment",
                "demo-ship-" + order.orderId(),
                new Shipment(country, order.occurredAt().toString()));
    }

    private Answer post(String path, String key, Object body)
            throws IOException, InterruptedException {
        // The API looks for a key in one order only, so a key that is cut off is still unique.
        String shortKey = key.substring(0, Math.min(key.length(), MAX_KEY_LENGTH));
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", shortKey)
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build();
        for (int attempt = 1; ; attempt++) {
            String retryAfter = "";
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (!TRY_AGAIN.contains(response.statusCode()) || attempt == MAX_ATTEMPTS) {
                    return answer(response);
                }
                retryAfter = response.headers().firstValue("Retry-After").orElse("");
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
            pause.pause(pauseAfter(attempt, retryAfter));
        }
    }

    /**
     * Returns as many seconds as the API asks for, but not more than half a minute. If it does not
     * ask for seconds: up to 200 ms, doubled with each attempt, and random, so that requests that
     * failed together are not repeated together.
     */
    private static Duration pauseAfter(int attempt, String retryAfter) {
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Math.min(Long.parseLong(retryAfter), MAX_PAUSE_SECONDS));
        }
        long longest = FIRST_PAUSE_MILLIS << (attempt - 1);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException _) {
            return new Answer(response.statusCode(), TextNode.valueOf(response.body()));
        }
    }

    /**
     * Describes exceptions without a message, such as the JDK's ConnectException, by their name.
     */
    static String describe(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    @Override
    public void close() {
        http.close();
    }
}
