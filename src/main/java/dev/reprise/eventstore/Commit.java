package dev.reprise.eventstore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
 * @param commandDigest the digest of that command's content; a command with the same id and another
 *     digest is not a repetition, see {@link CommandDigest#mayBeSameAs}
 * @param partners the other streams of a joint append, with their versions after it, see {@link
 *     JointCommit}; empty if the commit was appended alone
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
        CommandDigest commandDigest,
        Metadata metadata,
        Map<StreamName, StreamVersion> partners,
        Optional<Snapshot> snapshot,
        int storedBytes,
        Digest hash) {

    public Commit {
        partners = Map.copyOf(partners);
        long greatest = Long.MAX_VALUE - events.count();
        if (firstSequenceNumber < 1 || firstSequenceNumber > greatest) {
            throw new IllegalArgumentException(
                    "the sequence number of a commit of "
                            + stream
                            + " must be 1 to "
                            + greatest
                            + ", not "
                            + firstSequenceNumber);
        }
        if (partners.containsKey(stream)) {
            throw new IllegalArgumentException(
                    "the partners of a commit of " + stream + " must be other streams");
        }
    }

    /** The stream's version after this commit. */
    public StreamVersion version() {
        return new StreamVersion(firstSequenceNumber + events.count() - 1);
    }

    /** The versions of this commit's stream and of its partners after the append. */
    public Map<StreamName, StreamVersion> jointVersions() {
        Map<StreamName, StreamVersion> versions = new HashMap<>(partners);
        versions.put(stream, version());
        return versions;
    }

    /** The boundary at which the next commit is appended. */
    public CommitBoundary end() {
        return CommitBoundary.endOf(this);
    }
}
