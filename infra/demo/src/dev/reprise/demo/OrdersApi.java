package dev.reprise.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * The two commands that the demo sends. A command that has no answer, or one that asks to come
 * again, is sent again with the same Idempotency-Key, so it is recorded once at most.
 */
final class OrdersApi implements AutoCloseable {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final Set<Integer> COME_AGAIN = Set.of(TOO_MANY_REQUESTS, UNAVAILABLE);

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(35); // API Gateway gives up at 30
    private static final int MAX_KEY = 128;

    private final URI address;
    private final Retries retries;
    private final HttpClient http;

    OrdersApi(URI address, Retries retries) {
        this.address = address;
        this.retries = retries;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(TO_CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /**
     * Asks for an order that may or may not be there.
     *
     * @throws StoppedException if nobody answers, or not as this API does
     */
    void requireReachable() throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request("/orders/demo").GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StoppedException(
                    "No API answers at %s (%s).%nStart one with ./mvnw quarkus:dev, or name the address of yours."
                            .formatted(address, UnreachableException.describe(e)),
                    e);
        }
        int status = response.statusCode();
        boolean absent =
                status == 404 && Json.member(response.body(), "type").endsWith(":order-not-found");
        if (status != 200 && !absent && !COME_AGAIN.contains(status)) {
            throw new StoppedException(
                    "What answers at %s is not this API, or does not let you in: %s"
                            .formatted(address, Answer.of(response).problem()));
        }
    }

    /**
     * @throws UnreachableException if there is no answer in the end
     */
    Answer create(NewOrder order) throws UnreachableException, InterruptedException {
        return post("/orders", key("create", order), Json.creation(order));
    }

    /**
     * @throws UnreachableException if there is no answer in the end
     */
    Answer ship(NewOrder order, String address) throws UnreachableException, InterruptedException {
        return post(
                "/orders/" + order.orderId() + "/shipment",
                key("ship", order),
                Json.shipment(address));
    }

    /** A key is looked for in its order alone, so what is cut off the longest ids is not missed. */
    private static String key(String step, NewOrder order) {
        String key = "demo-" + step + "-" + order.orderId();
        return key.substring(0, Math.min(key.length(), MAX_KEY));
    }

    private Answer post(String path, String key, String body)
            throws UnreachableException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        for (int attempt = 1; ; attempt++) {
            Optional<String> retryAfter = Optional.empty();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (!COME_AGAIN.contains(response.statusCode()) || !retries.allowsAfter(attempt)) {
                    return Answer.of(response);
                }
                retryAfter = response.headers().firstValue("Retry-After");
            } catch (IOException e) {
                if (!retries.allowsAfter(attempt)) {
                    throw new UnreachableException(e);
                }
            }
            retries.pauseAfter(attempt, retryAfter);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(TO_ANSWER)
                .header("Accept", "application/json, application/problem+json");
    }

    @Override
    public void close() {
        http.close();
    }
}
