package dev.reprise.eventstore;

import java.time.Instant;
import java.util.Optional;

/**
 * All the events of one command, as they are stored: one immutable, atomic unit.
 *
 * @param firstSequenceNumber the sequence number of its first event; a stream's first event has 1
 * @param at when it was appended, UTC, to the millisecond, never before the previous commit's: the
 *     timestamp of its events
 * @param commandHash the digest of the command that made it, by which a reused id is told from a
 *     repeated command
 * @param snapshot the stream's state after it, where that was stored
 * @param storedBytes what it takes in the store, its snapshot not counted
 * @param hash the digest of everything else in it and of the previous commit's hash
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
                    "sequence number is 1 or more, not " + firstSequenceNumber);
        }
    }

    /** The stream's version after this commit. */
    public StreamVersion version() {
        return new StreamVersion(firstSequenceNumber + events.count() - 1);
    }

    /** Where the next commit goes. */
    public CommitBoundary end() {
        return CommitBoundary.endOf(this);
    }
}
