package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The events of an order, as the API shows them. */
final class Events {

    static final String SEQUENCE_NUMBER = "sequenceNumber";
    static final String EVENT_TYPE = "eventType";
    static final String TIMESTAMP = "timestamp";
    static final String POSITION = "position";
    static final String STREAM = "stream";

    private static final int PAGE = 200;
    private static final Set<String> NOT_FIELDS =
            Set.of(SEQUENCE_NUMBER, EVENT_TYPE, POSITION, STREAM, TIMESTAMP, "orderId", "metadata");

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
        return "%6d  %s  %s"
                .formatted(
                        event.path(SEQUENCE_NUMBER).asLong(),
                        event.path(TIMESTAMP).asText(),
                        content(event));
    }

    /** An event of the feed in one line: its position, time, stream and number, and the rest. */
    static String lineOfFeed(JsonNode event) {
        return "%6d  %s  %s@%d  %s"
                .formatted(
                        event.path(POSITION).asLong(),
                        event.path(TIMESTAMP).asText(),
                        Texts.plain(event.path(STREAM).asText()),
                        event.path(SEQUENCE_NUMBER).asLong(),
                        content(event));
    }

    /** Its type and fields, and the actor of its command. */
    private static String content(JsonNode event) {
        String fields =
                event.properties().stream()
                        .filter(field -> !NOT_FIELDS.contains(field.getKey()))
                        .map(field ->
                                Texts.plain(field.getKey())
                                        + "="
                                        + Texts.quoted(text(field.getValue())))
                        .collect(Collectors.joining(" "));
        JsonNode actor = event.path("metadata").path("actor");
        return "%s  %s%s"
                .formatted(
                        Texts.plain(event.path(EVENT_TYPE).asText("(an unknown event)")),
                        fields,
                        actor.isMissingNode() ? "" : "  by " + Texts.quoted(actor.asText()))
                .stripTrailing();
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? Json.write(value) : value.asText();
    }
}
