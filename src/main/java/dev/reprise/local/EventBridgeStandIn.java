package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.local.DynamoDbGateway.Answer;
import dev.reprise.local.RolePolicy.Access;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/**
 * What Amazon EventBridge does for the functions of a stack: {@code DescribeEventBus} and {@code
 * PutEvents}. Every bus exists, takes every event, and has no rules.
 */
final class EventBridgeStandIn {

    private static final String SERVICE = "AWSEvents.";

    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    /** Whether a call is one of EventBridge, by its header X-Amz-Target. */
    static boolean isCalledBy(String target) {
        return target.startsWith(SERVICE);
    }

    /**
     * What a policy has to allow for a call.
     *
     * @throws IllegalArgumentException if the body is no request
     */
    static List<Access> accesses(String target, byte[] body) {
        JsonNode request = read(body);
        String action = "events:" + operation(target);
        return request.has("Entries")
                ? StreamSupport.stream(request.get("Entries").spliterator(), false)
                        .map(entry -> entry.path("EventBusName").asText("default"))
                        .distinct()
                        .map(bus -> new Access(action, StandInArns.eventBus(bus)))
                        .toList()
                : List.of(
                        new Access(
                                action,
                                StandInArns.eventBus(request.path("Name").asText("default"))));
    }

    /** The entries that the buses took, in their order. */
    List<JsonNode> events() {
        return events;
    }

    /** The answer to a call. */
    Answer answer(String target, byte[] body) {
        return switch (operation(target)) {
            case "DescribeEventBus" ->
                    json(
                            JSON.createObjectNode()
                                    .put(
                                            "Arn",
                                            StandInArns.eventBus(
                                                    read(body).path("Name").asText())));
            case "PutEvents" -> taken(read(body).path("Entries"));
            case String other ->
                    Answer.error("UnsupportedOperationException", other + " is not imitated");
        };
    }

    private Answer taken(JsonNode entries) {
        ObjectNode answer = JSON.createObjectNode().put("FailedEntryCount", 0);
        ArrayNode results = answer.putArray("Entries");
        for (JsonNode entry : entries) {
            events.add(entry);
            results.addObject().put("EventId", UUID.randomUUID().toString());
        }
        return json(answer);
    }

    private static String operation(String target) {
        return target.substring(SERVICE.length());
    }

    private static Answer json(JsonNode body) {
        return new Answer(
                200,
                Map.of("Content-Type", List.of("application/x-amz-json-1.1")),
                body.toString());
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(new String(body, UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a request of EventBridge is JSON", e);
        }
    }
}
