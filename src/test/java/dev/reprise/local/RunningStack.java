package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stack of {@code template.yaml}, wherever it runs, and a client of its API. */
abstract class RunningStack implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    /** Where the API is. */
    abstract URI api();

    /** A client of DynamoDB that no role limits. The caller closes it. */
    abstract DynamoDbClient dynamoDb();

    abstract String eventsTable();

    /** Checks something that is true once the projector has seen all commits. */
    abstract void whenProjected(Runnable check);

    /** An id that no other test uses. */
    static String freshId() {
        return UUID.randomUUID().toString();
    }

    /** The item of a commit. Empty if there is none. */
    Map<String, AttributeValue> commit(String orderId, int sequenceNumber) {
        Map<String, AttributeValue> key =
                Map.of(
                        "stream",
                        AttributeValue.fromS("order-" + orderId),
                        "seq",
                        AttributeValue.fromN(Integer.toString(sequenceNumber)));
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            return dynamoDb.getItem(get -> get.tableName(eventsTable()).key(key)).item();
        }
    }

    /** Puts an item into the events table, by hand. */
    void putCommit(Map<String, AttributeValue> item) {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            dynamoDb.putItem(put -> put.tableName(eventsTable()).item(item));
        }
    }

    /** Removes a commit, by hand. */
    void removeCommit(Map<String, AttributeValue> commit) {
        Map<String, AttributeValue> key = new HashMap<>(commit);
        key.keySet().retainAll(Set.of("stream", "seq"));
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            dynamoDb.deleteItem(delete -> delete.tableName(eventsTable()).key(key));
        }
    }

    /** Creates an open order with one line. */
    HttpResponse<String> create(String orderId, String key) {
        return post(
                "/orders",
                """
                {"orderId":"%s","customerId":"c1","items":[{"itemId":"i1","quantity":1,"price":1}]}
                """
                        .formatted(orderId),
                "Idempotency-Key",
                key);
    }

    /** Adds one piece of an item at the price 1. */
    HttpResponse<String> add(String orderId, String itemId, String key) {
        return send(addition(orderId, itemId, key)).join();
    }

    HttpRequest addition(String orderId, String itemId, String key) {
        return request("/orders/" + orderId + "/items", "Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(
                        BodyPublishers.ofString(
                                "{\"itemId\":\"" + itemId + "\",\"quantity\":1,\"price\":1}"))
                .build();
    }

    HttpResponse<String> delete(String target) {
        return send(request(target).DELETE().build()).join();
    }

    /** Gets something. The headers are alternating names and values. */
    HttpResponse<String> get(String target, String... headers) {
        return send(request(target, headers).build()).join();
    }

    /** Posts JSON. The headers are alternating names and values. */
    HttpResponse<String> post(String target, String body, String... headers) {
        return send(request(target, headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .join();
    }

    /** Puts JSON. */
    HttpResponse<String> put(String target, String body) {
        return send(request(target)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build())
                .join();
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(api() + target));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** The rows of a list, such as the orders in {@code {"orders":[…]}}. */
    List<JsonNode> list(String target, String name) {
        return json(expect(200, get(target))).path(name).valueStream().toList();
    }

    /** The streams that are parked in a read model. */
    List<String> parked(String projection) {
        return list("/projections", "projections").stream()
                .filter(status -> status.path("name").asText().equals(projection))
                .flatMap(status -> status.path("parked").valueStream())
                .map(stream -> stream.path("stream").textValue())
                .toList();
    }

    static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
