package dev.reprise.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A client of the API. Its requests go through the local HTTP server and a Lambda event to the
 * function. Every answer must be one that the OpenAPI document has.
 *
 * <p>Headers are given as alternating names and values.
 */
final class Api {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Api() {}

    static Answer get(String target, String... headers) {
        return call("GET", target, BodyPublishers.noBody(), headers);
    }

    static Answer delete(String target, String... headers) {
        return call("DELETE", target, BodyPublishers.noBody(), headers);
    }

    /** Posts JSON, unless the headers contain another Content-Type. */
    static Answer post(String target, String body, String... headers) {
        return call("POST", target, BodyPublishers.ofString(body), declaringJson(headers));
    }

    /** Puts JSON, unless the headers contain another Content-Type. */
    static Answer put(String target, String body, String... headers) {
        return call("PUT", target, BodyPublishers.ofString(body), declaringJson(headers));
    }

    /** Patches with JSON, unless the headers contain another Content-Type. */
    static Answer patch(String target, String body, String... headers) {
        return call("PATCH", target, BodyPublishers.ofString(body), declaringJson(headers));
    }

    private static String[] declaringJson(String... headers) {
        if (List.of(headers).contains("Content-Type")) {
            return headers;
        }
        return Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
                .toArray(String[]::new);
    }

    static Answer call(String method, String target, BodyPublisher body, String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + port() + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
        if (body.contentLength() != 0 && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            Answer answer = Answer.of(CLIENT.send(request.build(), BodyHandlers.ofString()));
            DescribedAnswers.check(method, target, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("reprise.local.http.port", Integer.class);
    }

    /** An id that no other test uses. */
    static String freshId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Creates an open order with one commit.
     *
     * @param lines the number of lines: one piece each of the items {@code i1}, {@code i2} and so
     *     on, at the price 1
     * @return the id of the order, which is at version {@code 1 + lines}
     */
    static String createOrder(int lines) {
        String orderId = freshId();
        post("/orders", newOrder(orderId, lines)).expect(201);
        return orderId;
    }

    /** The body of the request that creates such an order. */
    static String newOrder(String orderId, int lines) {
        String items =
                IntStream.rangeClosed(1, lines)
                        .mapToObj(i -> item("i" + i, 1, "1"))
                        .collect(Collectors.joining(","));
        return "{\"customerId\":\"c1\",\"orderId\":\"" + orderId + "\",\"items\":[" + items + "]}";
    }

    static String item(String itemId, int quantity, String price) {
        return "{\"itemId\":\"%s\",\"quantity\":%d,\"price\":%s}"
                .formatted(itemId, quantity, price);
    }

    /** Adds one piece of an item at the price 1. */
    static Answer addItem(String orderId, String itemId, String... headers) {
        return post("/orders/" + orderId + "/items", item(itemId, 1, "1"), headers);
    }

    static Answer removeItem(String orderId, String itemId, String... headers) {
        return delete("/orders/" + orderId + "/items/" + itemId, headers);
    }

    static Answer ship(String orderId, String... headers) {
        return post("/orders/" + orderId + "/shipment", "{\"shippingAddress\":\"a\"}", headers);
    }

    static Answer cancel(String orderId, String... headers) {
        return post("/orders/" + orderId + "/cancellation", "{\"reason\":\"r\"}", headers);
    }

    /** Makes calls in a thread of their own, which finds the settings of this one. */
    public static <T> CompletableFuture<T> meanwhile(Supplier<T> calls) {
        return CompletableFuture.supplyAsync(calls, Thread::startVirtualThread);
    }
}
