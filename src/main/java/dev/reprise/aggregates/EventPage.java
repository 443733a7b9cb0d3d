package dev.reprise.aggregates;

import dev.reprise.eventstore.RecordedEvent;
import java.util.List;

/**
 * A page of a stream's events.
 *
 * @param events ascending or descending by sequence number; may be empty
 * @param more whether there are events to read after this page
 */
public record EventPage<E>(List<RecordedEvent<E>> events, boolean more) {

    public EventPage {
        events = List.copyOf(events);
    }
}
