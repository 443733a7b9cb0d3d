package dev.reprise.processes;

import dev.reprise.eventstore.RecordedEvent;
import java.time.Instant;
import java.util.List;

/** What an instance reacts to. */
sealed interface Trigger<T> {

    /**
     * Events of one commit.
     *
     * @param events at least one, in order
     */
    record Events<T>(List<RecordedEvent<T>> events) implements Trigger<T> {
        public Events {
            events = List.copyOf(events);
        }

        /** The stream of the events, as their tenant writes it. */
        String stream() {
            return events.getFirst().stream().withoutTenant();
        }
    }

    /**
     * A deadline that is due.
     *
     * @param number the sequence number of the event that set it
     */
    record Due<T>(String name, Instant at, long number) implements Trigger<T> {}
}
