package dev.reprise.eventstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one command appends: all of its events or none.
 *
 * @param after the boundary it is put at; its key is computed from this and nothing else
 * @param clock the time of the command
 */
public record NewCommit(
        CommitBoundary after,
        EncodedEvents events,
        CommandId commandId,
        Digest commandHash,
        Metadata metadata,
        Instant clock) {

    public StreamName stream() {
        return after.stream();
    }

    public long firstSequenceNumber() {
        return after.version().nextSequenceNumber();
    }

    /**
     * The commit's instant: the clock's to the millisecond, but never before the previous commit's.
     */
    public Instant at() {
        Instant now = clock.truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(after.at()) ? after.at() : now;
    }

    /**
     * Whether a commit that is stored at this one's place came of the same command, and so is its
     * outcome.
     */
    public boolean isStoredAs(Commit stored) {
        return stored.commandId().equals(commandId) && stored.commandHash().equals(commandHash);
    }

    /** This commit once it is stored under {@code hash}. */
    public Commit stored(Digest hash) {
        return new Commit(
                stream(),
                firstSequenceNumber(),
                events,
                at(),
                commandId,
                commandHash,
                metadata,
                hash);
    }
}
