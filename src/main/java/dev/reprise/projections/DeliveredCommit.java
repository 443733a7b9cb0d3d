package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import java.util.function.Predicate;

/**
 * A commit as it is delivered. The same commit may be delivered more than once, a later commit
 * before an earlier one, and a commit may be damaged.
 */
public sealed interface DeliveredCommit {

    /** A commit that was appended. */
    sealed interface Appended extends DeliveredCommit {}

    /** The id of the delivery, by which it can be delivered again. */
    String id();

    StreamName stream();

    /** The sequence number of the commit's first event. */
    long sequenceNumber();

    /**
     * A commit that can be read.
     *
     * @param hashCovers whether the commit's hash was made with the given hash as that of the
     *     commit before it
     */
    record Intact(String id, Commit commit, Predicate<Digest> hashCovers) implements Appended {

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
     * A commit that no code can read.
     *
     * @param error what is wrong with the commit
     */
    record Damaged(String id, StreamName stream, long sequenceNumber, String error)
            implements Appended {}

    /**
     * A commit that this code cannot read, because a newer release wrote it.
     *
     * @param error what this code does not know
     */
    record FromNewerRelease(String id, StreamName stream, long sequenceNumber, String error)
            implements Appended {}

    /**
     * A commit that was changed or removed in the event store after it was appended. The service
     * never does this.
     *
     * @param change what happened to it, as a participle such as {@code removed}
     */
    record Altered(String id, StreamName stream, long sequenceNumber, String change)
            implements DeliveredCommit {}
}
