package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import java.util.function.Predicate;

/** A commit as it is delivered: maybe again, maybe before an earlier one, maybe damaged. */
public sealed interface DeliveredCommit {

    /** By what the deliverer knows it. */
    String id();

    StreamName stream();

    /** The sequence number of the commit's first event. */
    long sequenceNumber();

    /**
     * A commit that can be read.
     *
     * @param follows whether its own hash covers this one, which is the previous commit's
     */
    record Intact(String id, Commit commit, Predicate<Digest> follows) implements DeliveredCommit {

        @Override
        public StreamName stream() {
            return commit.stream();
        }

        @Override
        public long sequenceNumber() {
            return commit.firstSequenceNumber();
        }
    }

    /**
     * A commit that cannot be read.
     *
     * @param error what is wrong with it
     */
    record Damaged(String id, StreamName stream, long sequenceNumber, String error)
            implements DeliveredCommit {}
}
