package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.aggregates.EventPage;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventBody;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a stream's events.
 *
 * @param events each with {@code sequenceNumber}, {@code eventType}, the stream's id, the fields of
 *     its type, {@code timestamp}, {@code occurredAt} if the caller gave it, and {@code metadata}
 *     with what is known of its command, and may be shown
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventsResponse(
        @Schema(implementation = Object[].class) List<ObjectNode> events, @Nullable String next) {

    static final String SEQUENCE_NUMBER = "sequenceNumber";
    static final String TIMESTAMP = "timestamp";
    static final String OCCURRED_AT = "occurredAt";
    static final String METADATA = "metadata";
    static final String COMMAND_ID = "commandId";
    static final String CORRELATION_ID = "correlationId";
    static final String CAUSATION_ID = "causationId";
    static final String ACTOR = "actor";

    public EventsResponse {
        events = List.copyOf(events);
    }

    /** The body that shows a page; see {@link EventsQuery#response}. */
    static <E> EventsResponse of(
            Caller caller,
            EventPage<E> page,
            Optional<String> next,
            String idField,
            Function<E, EventBody> body) {
        return new EventsResponse(
                page.events().stream().map(event -> json(caller, event, idField, body)).toList(),
                next.orElse(null));
    }

    private static <E> ObjectNode json(
            Caller caller, RecordedEvent<E> recorded, String idField, Function<E, EventBody> body) {
        EventBody fields = body.apply(recorded.event());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(SEQUENCE_NUMBER, recorded.sequenceNumber());
        json.put(BodyJson.EVENT_TYPE, fields.type());
        json.put(idField, recorded.stream().id());
        BodyJson.putFields(fields, json);
        json.put(TIMESTAMP, TimestampFormat.format(recorded.timestamp()));
        Metadata known = recorded.metadata();
        if (known.occurredAt() != null) {
            json.put(OCCURRED_AT, TimestampFormat.format(known.occurredAt()));
        }
        ObjectNode metadata = json.putObject(METADATA);
        metadata.put(COMMAND_ID, recorded.commandId().value());
        if (caller.seesMetadataOf(known.actor())) {
            putIfKnown(metadata, CORRELATION_ID, known.correlationId());
            putIfKnown(metadata, CAUSATION_ID, known.causationId());
            putIfKnown(metadata, ACTOR, known.actor());
        }
        return json;
    }

    private static void putIfKnown(ObjectNode metadata, String name, @Nullable String value) {
        if (value != null) {
            metadata.put(name, value);
        }
    }
}
