package dev.reprise.aggregates;

import dev.reprise.eventstore.RecordedEvent;
import java.util.List;
import java.util.function.Function;

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

    /** The page with other events in their places. */
    public EventPage<E> map(Function<RecordedEvent<E>, E> change) {
        return new EventPage<>(
                events.stream().map(event -> event.with(change.apply(event))).toList(), more);
    }
}
