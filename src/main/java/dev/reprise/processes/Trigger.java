package dev.reprise.processes;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.List;

/** What an instance reacts to. */
sealed interface Trigger<T> {

    /** The kind of the trigger, as it is in the digest. */
    String kind();

    /**
     * The digest of an instance's step for this trigger. A deadline is identified by the event that
     * set it. So two triggers of an instance never have the same digest.
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

        /** The stream of the events, without the tenant's prefix. */
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
