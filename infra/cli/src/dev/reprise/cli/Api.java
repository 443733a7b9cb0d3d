package dev.reprise.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls the API. A request is sent again if it gets no answer, or an answer that asks to try again.
 * Every request of this tool may be sent twice: it changes nothing, has an Idempotency-Key, or has
 * the same effect a second time.
 */
final class Api implements AutoCloseable {

    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long MAX_PAUSE_SECONDS = 30;
    private static final int MAX_DOUBLINGS = 7;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(35); // API Gateway's is 30

    private final URI address;
    private final String token;
    private final int attempts;
    private final Pause pause;
    private final HttpClient http;
    private final AtomicLong repeated = new AtomicLong();

    Api(ApiOptions options, Pause pause) {
        this.address = options.url;
        this.token = options.token;
        this.attempts = options.attempts;
        this.pause = pause;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    URI address() {
        return address;
    }

    /** The number of requests that were sent again. */
    long repeated() {
        return repeated.get();
    }

    /** Throws a {@link Failure} if the API does not work, or the server is not this API. */
    void requireReachable() throws InterruptedException {
        Answer answer = get("/health");
        if (!answer.orFail().path("status").asText().equals("UP")) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "The server at " + address + " is not this API: check --url.");
        }
    }

    Answer get(String path) throws InterruptedException {
        return send(request(path).GET().build());
    }

    Answer post(String path, String body) throws InterruptedException {
        return send(json(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** Sends a command. The API records it once at most, however often it is sent. */
    Answer command(String path, String idempotencyKey, String body) throws InterruptedException {
        return send(
                json(path)
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    Answer put(String path, String body) throws InterruptedException {
        return send(json(path).PUT(BodyPublishers.ofString(body)).build());
    }

    /** A text, encoded as a part of a path or of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(ANSWER_TIMEOUT)
                        .header("Accept", "application/json, application/problem+json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /**
     * Sends a request until it is answered.
     *
     * @throws Failure after the last attempt, or if the caller may not do this
     */
    private Answer send(HttpRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            String retryAfter = "";
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                Answer answer = answer(response);
                if (!TRY_AGAIN.contains(answer.status())) {
                    return requirePermitted(answer);
                }
                if (attempt >= attempts) {
                    throw new Failure(
                            ExitCode.UNREACHABLE,
                            "The API at "
                                    + address
                                    + " refused "
                                    + attempts
                                    + " times: "
                                    + answer.problem());
                }
                retryAfter = response.headers().firstValue("Retry-After").orElse("");
            } catch (IOException e) {
                if (attempt >= attempts) {
                    throw noAnswer(e);
                }
            }
            repeated.incrementAndGet();
            pause.pause(pauseAfter(attempt, retryAfter));
        }
    }

    private static Answer requirePermitted(Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            answer.orFail();
        }
        return answer;
    }

    private Failure noAnswer(IOException e) {
        String name = e.getClass().getSimpleName();
        String reason = e.getMessage() == null ? name : name + ": " + Texts.plain(e.getMessage());
        return new Failure(
                ExitCode.UNREACHABLE,
                "No API answers at "
                        + address
                        + " ("
                        + reason
                        + "). Start one with ./mvnw quarkus:dev, or give the address of yours with --url.",
                e);
    }

    /**
     * The seconds that the API asks for, but at most 30. If it asks for none: up to 200 ms, doubled
     * with each attempt. This pause is random, so that requests that failed together are not sent
     * again together.
     */
    private static Duration pauseAfter(int attempt, String retryAfter) {
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Math.min(Long.parseLong(retryAfter), MAX_PAUSE_SECONDS));
        }
        long longest = FIRST_PAUSE_MILLIS << Math.min(attempt - 1, MAX_DOUBLINGS);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private static Answer answer(HttpResponse<String> response) {
        boolean replayed =
                response.headers()
                        .firstValue("Idempotent-Replayed")
                        .filter("true"::equals)
                        .isPresent();
        return new Answer(response.statusCode(), body(response.body()), replayed);
    }

    private static JsonNode body(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(text);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
