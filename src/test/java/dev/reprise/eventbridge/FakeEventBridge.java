package dev.reprise.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** Answers PutEvents and DescribeEventBus over HTTP, as the documentation of EventBridge says. */
final class FakeEventBridge implements AutoCloseable {

    /** An answer that is an error. */
    record Failure(int status, String code) {}

    private static final JsonMapper JSON = new JsonMapper();

    /** The entries of each PutEvents, whatever became of them. */
    final List<List<JsonNode>> requests = new CopyOnWriteArrayList<>();

    /** The entries that were taken. */
    final List<JsonNode> taken = new CopyOnWriteArrayList<>();

    /** The buses that were described. */
    final List<String> described = new CopyOnWriteArrayList<>();

    /** The error code of an entry; none if it is taken. */
    Function<JsonNode, Optional<String>> errorOf = _ -> Optional.empty();

    /** How the next PutEvents fails; then no entry is taken. */
    Supplier<Optional<Failure>> failure = Optional::empty;

    /** How the next PutEvents is answered after its entries were taken or not. */
    Supplier<Optional<Failure>> lostAnswer = Optional::empty;

    Optional<Failure> describeFailure = Optional.empty();

    private final HttpServer server;

    FakeEventBridge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    EventBridgeClientBuilder clientBuilder() {
        return EventBridgeClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(EventBridgeBeans::configure);
    }

    /** The ids of the CloudEvents in entries. */
    static List<String> ids(List<JsonNode> entries) {
        return entries.stream().map(entry -> detail(entry).path("id").asText()).toList();
    }

    static JsonNode detail(JsonNode entry) {
        try {
            return JSON.readTree(entry.path("Detail").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode request =
                JSON.readTree(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        switch (target) {
            case "AWSEvents.PutEvents" -> put(exchange, request);
            case "AWSEvents.DescribeEventBus" -> {
                described.add(request.path("Name").asText());
                answer(exchange, describeFailure, JSON.createObjectNode().put("Name", "x"));
            }
            default -> answer(exchange, Optional.of(new Failure(400, target)), request);
        }
    }

    private void put(HttpExchange exchange, JsonNode request) throws IOException {
        List<JsonNode> entries =
                StreamSupport.stream(request.path("Entries").spliterator(), false).toList();
        requests.add(entries);
        Optional<Failure> fails = failure.get();
        if (fails.isPresent()) {
            answer(exchange, fails, request);
            return;
        }
        ObjectNode result = JSON.createObjectNode();
        ArrayNode results = result.putArray("Entries");
        List<String> errors = new ArrayList<>();
        for (JsonNode entry : entries) {
            Optional<String> error = errorOf.apply(entry);
            error.ifPresentOrElse(
                    code -> {
                        errors.add(code);
                        results.addObject().put("ErrorCode", code).put("ErrorMessage", "why");
                    },
                    () -> {
                        taken.add(entry);
                        results.addObject().put("EventId", "e-" + taken.size());
                    });
        }
        answer(exchange, lostAnswer.get(), result.put("FailedEntryCount", errors.size()));
    }

    private static void answer(HttpExchange exchange, Optional<Failure> failure, JsonNode body)
            throws IOException {
        JsonNode answer =
                failure.<JsonNode>map(of -> JSON.createObjectNode().put("__type", of.code()))
                        .orElse(body);
        byte[] bytes = answer.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(failure.map(Failure::status).orElse(200), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
