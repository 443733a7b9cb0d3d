package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.UndecodableEventsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes events in one format, and reads them from whichever their commit is marked with and from
 * whichever form they were written in.
 *
 * @param <E> the aggregate's events
 */
public final class SchemaEventCodec<E> implements EventCodec<E> {

    private final EventSchemas forms;
    private final Function<? super E, EventBody> toBody;
    private final Function<EventBody, ? extends E> toEvent;
    private final BodyFormat written;

    /**
     * A codec.
     *
     * @param toBody an event's body, in a declared form
     * @param toEvent the event of a body in a current form; an exception if there can be no such
     *     event
     * @param written the format to write
     */
    public SchemaEventCodec(
            EventSchemas forms,
            Function<? super E, EventBody> toBody,
            Function<EventBody, ? extends E> toEvent,
            EventFormat written) {
        this.forms = forms;
        this.toBody = toBody;
        this.toEvent = toEvent;
        this.written = forms.formatFor(written);
    }

    @Override
    public EncodedEvents encode(List<E> events) {
        List<EventBody> bodies = new ArrayList<>(events.size());
        for (E event : events) {
            EventBody body = toBody.apply(event);
            forms.requireDeclared(body.form());
            bodies.add(body);
        }
        return written.encode(bodies);
    }

    @Override
    public List<E> decode(EncodedEvents encoded) {
        EventFormat format =
                EventFormat.stored(encoded.format())
                        .orElseThrow(() ->
                                new UndecodableEventsException(
                                        "events are in the format "
                                                + encoded.format()
                                                + ", which is not known",
                                        null));
        try {
            List<EventBody> bodies = forms.formatFor(format).decode(encoded);
            List<E> events = new ArrayList<>(bodies.size());
            for (EventBody body : bodies) {
                events.add(event(body));
            }
            return events;
        } catch (IOException e) {
            throw new UndecodableEventsException(
                    "events are not well-formed " + format.storedName() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whatever the aggregate's code throws at what is stored, that is what cannot be read. */
    private E event(EventBody stored) {
        try {
            return toEvent.apply(forms.upcast(stored));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(stored.form() + ": " + e.getMessage(), e);
        }
    }
}
