package dev.reprise.eventstore;

import java.time.Instant;
import java.util.Optional;

/**
 * A stored commit: all events that one command appended to a stream. Immutable, and stored whole or
 * not at all.
 *
 * @param firstSequenceNumber the sequence number of the commit's first event; a stream's first
 *     event has 1
 * @param at the timestamp of all events in the commit: UTC, to the millisecond, never before the
 *     previous commit's
 * @param commandId the id of the command that made the commit
 * @param commandHash the digest of that command's content; a command with the same id and another
 *     digest is not a repetition
 * @param snapshot the stream's state after the commit; empty for most commits
 * @param storedBytes the size of the commit in the store, without its snapshot
 * @param hash the digest of the previous commit's hash and of everything else in this commit
 */
public record Commit(
        StreamName stream,
        long firstSequenceNumber,
        EncodedEvents events,
        Instant at,
        CommandId commandId,
        Digest commandHash,
        Metadata metadata,
        Optional<Snapshot> snapshot,
        int storedBytes,
        Digest hash) {

    public Commit {
        if (firstSequenceNumber < 1) {
            throw new IllegalArgumentException(
                    "the sequence number of "
                            + stream
                            + " must be 1 or more, not "
                            + firstSequenceNumber);
        }
    }

    /** The stream's version after this commit. */
    public StreamVersion version() {
        return new StreamVersion(firstSequenceNumber + events.count() - 1);
    }

    /** The boundary at which the next commit is appended. */
    public CommitBoundary end() {
        return CommitBoundary.endOf(this);
    }
}
