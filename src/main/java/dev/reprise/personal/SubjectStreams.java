package dev.reprise.personal;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.util.Optional;
import java.util.Set;

/** Finds the streams that may hold personal values of a subject. */
public interface SubjectStreams {

    /**
     * A page of streams.
     *
     * @param next what to ask for the next page; empty after the last one
     */
    record Page(Set<StreamName> streams, Optional<String> next) {

        public Page {
            streams = Set.copyOf(streams);
        }
    }

    /**
     * A page of the subject's streams. Streams of the last moments may be missing.
     *
     * @param after the {@code next} of the page before; empty for the first page
     * @throws StoreUnavailableException if the store did not answer
     */
    Page of(Subject subject, Optional<String> after);
}
