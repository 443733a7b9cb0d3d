package dev.reprise.processes;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.List;

/** What an instance reacts to. */
sealed interface Trigger<T> {

    /** Its kind, as in a digest. */
    String kind();

    /**
     * The digest of the step that it makes of an instance. A deadline is named by the event that
     * set it, so each trigger has another digest.
     */
    default Digest digest(StreamName instance, Cause cause) {
        return new FramedDigest()
                .add("process-step/1")
                .add(kind())
                .add(instance.toString())
                .add(cause.stream().toString())
                .add(Long.toString(cause.sequenceNumber()))
                .digest();
    }

    /**
     * Events of one commit.
     *
     * @param events at least one, in order
     */
    record Events<T>(List<RecordedEvent<T>> events) implements Trigger<T> {
        public Events {
            events = List.copyOf(events);
        }

        @Override
        public String kind() {
            return "event";
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
    record Due<T>(String name, Instant at, long number) implements Trigger<T> {

        @Override
        public String kind() {
            return "deadline";
        }
    }
}
