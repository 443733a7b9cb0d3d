package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.UndecodableEventsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes events in one format and in the schemas that the aggregate chooses. Reads events of every
 * format and every declared schema.
 *
 * @param <E> the aggregate's events
 */
public final class SchemaEventCodec<E> implements EventCodec<E> {

    private final EventSchemas schemas;
    private final Function<? super E, EventBody> toBody;
    private final Function<EventBody, ? extends E> toEvent;
    private final BodyFormat written;

    /**
     * A codec.
     *
     * @param toBody makes an event's body, in a declared schema
     * @param toEvent makes the event from a body in a current schema; throws if the values are not
     *     those of an event
     * @param written the format in which events are written
     */
    public SchemaEventCodec(
            EventSchemas schemas,
            Function<? super E, EventBody> toBody,
            Function<EventBody, ? extends E> toEvent,
            EventFormat written) {
        this.schemas = schemas;
        this.toBody = toBody;
        this.toEvent = toEvent;
        this.written = schemas.formatFor(written);
    }

    @Override
    public EncodedEvents encode(List<E> events) {
        List<EventBody> bodies = new ArrayList<>(events.size());
        int needed = 1;
        for (E event : events) {
            EventBody body = toBody.apply(event);
            needed = Math.max(needed, schemas.neededFor(body.schema()));
            bodies.add(body);
        }
        EncodedEvents encoded = written.encode(bodies);
        return needed == 1 ? encoded : encoded.needing(needed);
    }

    @Override
    public int schemaVersion() {
        return schemas.schemaVersion();
    }

    @Override
    public List<E> decode(EncodedEvents encoded) {
        if (encoded.schemaVersion() > schemas.schemaVersion()) {
            throw NewerReleaseException.unknown(
                    "schema version "
                            + encoded.schemaVersion()
                            + " of "
                            + schemas.namespace()
                            + ", which the events need,");
        }
        EventFormat format =
                EventFormat.stored(encoded.format())
                        .orElseThrow(() ->
                                NewerReleaseException.unknown("event format " + encoded.format()));
        try {
            List<EventBody> bodies = schemas.formatFor(format).decode(encoded);
            List<E> events = new ArrayList<>(bodies.size());
            for (EventBody body : bodies) {
                events.add(event(body));
            }
            return events;
        } catch (IOException e) {
            throw new UndecodableEventsException(
                    "the stored events are not well-formed "
                            + format.storedName()
                            + ": "
                            + e.getMessage(),
                    e);
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** An exception of the aggregate's code means that the stored event is damaged. */
    private E event(EventBody stored) {
        try {
            return toEvent.apply(schemas.upcast(stored));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    stored.schema() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
