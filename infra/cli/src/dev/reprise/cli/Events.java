package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The events of an order, as the API shows them. */
final class Events {

    static final String SEQUENCE_NUMBER = "sequenceNumber";

    private static final int PAGE = 200;
    private static final Set<String> NOT_FIELDS =
            Set.of(SEQUENCE_NUMBER, "eventType", "orderId", "timestamp", "metadata");

    private final Api api;
    private final String orderId;

    Events(Api api, String orderId) {
        this.api = api;
        this.orderId = orderId;
    }

    /** The events after a sequence number, 200 at most; none after the last one. */
    List<JsonNode> page(long after) throws InterruptedException {
        JsonNode page =
                api.get(
                                "/orders/"
                                        + Api.encoded(orderId)
                                        + "/events?after="
                                        + after
                                        + "&limit="
                                        + PAGE)
                        .orFail();
        return StreamSupport.stream(page.path("events").spliterator(), false).toList();
    }

    /** An event in one line: its number, time, type and fields, and the actor of its command. */
    static String line(JsonNode event) {
        String fields =
                event.properties().stream()
                        .filter(field -> !NOT_FIELDS.contains(field.getKey()))
                        .map(field ->
                                field.getKey() + "=" + Texts.quoted(field.getValue().asText()))
                        .collect(Collectors.joining(" "));
        JsonNode actor = event.path("metadata").path("actor");
        return "%6d  %s  %s  %s%s"
                .formatted(
                        event.path(SEQUENCE_NUMBER).asLong(),
                        event.path("timestamp").asText(),
                        event.path("eventType").asText(),
                        fields,
                        actor.isMissingNode() ? "" : "  by " + Texts.quoted(actor.asText()))
                .stripTrailing();
    }
}
