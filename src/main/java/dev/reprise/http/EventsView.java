package dev.reprise.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventBody;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one kind of aggregate are shown: each with {@code sequenceNumber}, {@code
 * eventType}, the stream's id, the fields of its type, {@code timestamp}, {@code occurredAt} if the
 * caller gave it, and {@code metadata} with what is known of its command, and may be shown.
 *
 * @param idField the name of the field for the aggregate's id, such as {@code orderId}
 * @param body returns the fields of an event, as they may be shown
 */
public record EventsView<E>(String idField, Function<RecordedEvent<E>, EventBody> body) {

    /** A view whose fields depend on the event alone. */
    public static <E> EventsView<E> of(String idField, Function<E, EventBody> body) {
        return new EventsView<>(idField, recorded -> body.apply(recorded.event()));
    }

    /** Shows events to a caller. */
    List<ObjectNode> of(List<RecordedEvent<E>> events, Caller caller) {
        return events.stream().map(event -> json(event, caller)).toList();
    }

    private ObjectNode json(RecordedEvent<E> recorded, Caller caller) {
        EventBody fields = body.apply(recorded);
        return json(
                recorded,
                json -> {
                    json.put(BodyJson.EVENT_TYPE, fields.type());
                    json.put(idField, recorded.stream().id());
                    BodyJson.putFields(fields, json);
                },
                caller);
    }

    /**
     * Shows an event of any kind to a caller. A field of the event's type is left out if it has the
     * name of a field that each event is shown with.
     *
     * @param fields puts the fields of the event's type
     */
    static ObjectNode json(RecordedEvent<?> recorded, Consumer<ObjectNode> fields, Caller caller) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(EventsResponse.SEQUENCE_NUMBER, recorded.sequenceNumber());
        ObjectNode ofType = JsonNodeFactory.instance.objectNode();
        fields.accept(ofType);
        ofType.remove(EventsResponse.OF_EACH_EVENT);
        json.setAll(ofType);
        json.put(EventsResponse.TIMESTAMP, TimestampFormat.format(recorded.timestamp()));
        Metadata known = recorded.metadata();
        if (known.occurredAt() != null) {
            json.put(EventsResponse.OCCURRED_AT, TimestampFormat.format(known.occurredAt()));
        }
        ObjectNode metadata = json.putObject(EventsResponse.METADATA);
        metadata.put(EventsResponse.COMMAND_ID, recorded.commandId().value());
        if (caller.seesMetadataOf(known.actor())) {
            putIfKnown(
                    metadata, EventsResponse.CORRELATION_ID, shown(known.correlationId(), caller));
            putIfKnown(metadata, EventsResponse.CAUSATION_ID, shown(known.causationId(), caller));
            putIfKnown(metadata, EventsResponse.ACTOR, known.actor());
        }
        return json;
    }

    /** The ids that a process makes have the whole name of a stream in them. */
    static @Nullable String shown(@Nullable String id, Caller caller) {
        return id == null ? null : caller.shown(id);
    }

    private static void putIfKnown(ObjectNode metadata, String name, @Nullable String value) {
        if (value != null) {
            metadata.put(name, value);
        }
    }
}
