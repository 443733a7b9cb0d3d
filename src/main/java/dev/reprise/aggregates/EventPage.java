package dev.reprise.aggregates;

import dev.reprise.eventstore.RecordedEvent;
import java.util.List;

/**
 * A page of a stream's events.
 *
 * @param events in order; may be empty
 * @param more whether the stream has events after this page
 */
public record EventPage<E>(List<RecordedEvent<E>> events, boolean more) {

    public EventPage {
        events = List.copyOf(events);
    }
}
