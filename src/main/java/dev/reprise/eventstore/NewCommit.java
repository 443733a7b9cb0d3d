package dev.reprise.eventstore;

import java.time.Instant;
import java.util.Optional;

/**
 * What one command appends: all of its events or none.
 *
 * @param after the boundary it is put at; its key is computed from this and nothing else
 * @param clock the time of the command
 * @param snapshot the state after it, to be stored with it if that pays and fits
 */
public record NewCommit(
        CommitBoundary after,
        EncodedEvents events,
        CommandId commandId,
        Digest commandHash,
        Metadata metadata,
        Instant clock,
        Optional<SnapshotOffer> snapshot) {

    /** A commit without a snapshot. */
    public NewCommit(
            CommitBoundary after,
            EncodedEvents events,
            CommandId commandId,
            Digest commandHash,
            Metadata metadata,
            Instant clock) {
        this(after, events, commandId, commandHash, metadata, clock, Optional.empty());
    }

    public StreamName stream() {
        return after.stream();
    }

    public long firstSequenceNumber() {
        return after.version().nextSequenceNumber();
    }

    /** The commit's instant, see {@link CommitBoundary#nextAt}. */
    public Instant at() {
        return after.nextAt(clock);
    }

    /**
     * Whether a commit that is stored at this one's place came of the same command, and so is its
     * outcome.
     */
    public boolean isSameCommandAs(Commit stored) {
        return stored.commandId().equals(commandId) && stored.commandHash().equals(commandHash);
    }

    /**
     * This commit once it is stored.
     *
     * @param storedBytes what it takes, without a snapshot
     * @param withSnapshot whether the snapshot was stored with it
     */
    public Commit stored(Digest hash, int storedBytes, boolean withSnapshot) {
        return new Commit(
                stream(),
                firstSequenceNumber(),
                events,
                at(),
                commandId,
                commandHash,
                metadata,
                withSnapshot ? snapshot.map(SnapshotOffer::snapshot) : Optional.empty(),
                storedBytes,
                hash);
    }
}
