package dev.reprise.eventstore;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit to append: all events of one command.
 *
 * @param after the boundary at which the commit is appended
 * @param partners the other streams of a joint append, with their versions after it; {@link
 *     JointCommit} sets them
 * @param now the current time; the commit's timestamp is {@link #at}
 * @param snapshot the state after the commit; {@link SnapshotRule} decides whether it is stored
 */
public record NewCommit(
        CommitBoundary after,
        EncodedEvents events,
        CommandId commandId,
        CommandDigest commandDigest,
        Metadata metadata,
        Map<StreamName, StreamVersion> partners,
        Instant now,
        Optional<SnapshotOffer> snapshot) {

    /**
     * Checks the texts, which are stored as UTF-8. A stream's name and a command's id are checked
     * by their types.
     *
     * @throws IllegalArgumentException if JSON events or metadata have half of a surrogate pair;
     *     the message names the stream
     */
    public NewCommit {
        partners = Map.copyOf(partners);
        if (events instanceof EncodedEvents.Json(_, String json, _)) {
            requireStorable("the JSON events", json, after);
        }
        requireStorable("the correlation id", metadata.correlationId(), after);
        requireStorable("the causation id", metadata.causationId(), after);
        requireStorable("the actor", metadata.actor(), after);
    }

    private static void requireStorable(String name, @Nullable String text, CommitBoundary after) {
        Utf8.requireStorable(() -> name + " of a commit of " + after.stream(), text);
    }

    /** A commit to one stream. */
    public NewCommit(
            CommitBoundary after,
            EncodedEvents events,
            CommandId commandId,
            CommandDigest commandDigest,
            Metadata metadata,
            Instant now,
            Optional<SnapshotOffer> snapshot) {
        this(after, events, commandId, commandDigest, metadata, Map.of(), now, snapshot);
    }

    /** A commit to one stream, without a snapshot. */
    public NewCommit(
            CommitBoundary after,
            EncodedEvents events,
            CommandId commandId,
            CommandDigest commandDigest,
            Metadata metadata,
            Instant now) {
        this(after, events, commandId, commandDigest, metadata, now, Optional.empty());
    }

    public StreamName stream() {
        return after.stream();
    }

    public long firstSequenceNumber() {
        return after.version().nextSequenceNumber();
    }

    /** The stream's version after this commit. */
    public StreamVersion version() {
        return new StreamVersion(after.version().value() + events.count());
    }

    /** The commit's timestamp: {@code now}, but never before the previous commit's. */
    public Instant at() {
        return after.nextAt(now);
    }

    /** The same commit with these partners. */
    NewCommit with(Map<StreamName, StreamVersion> otherStreams) {
        return new NewCommit(
                after, events, commandId, commandDigest, metadata, otherStreams, now, snapshot);
    }

    /**
     * Whether a commit that is stored at this boundary was made by the same command, and so is the
     * outcome of this append.
     */
    public boolean isSameCommandAs(Commit stored) {
        return stored.commandId().equals(commandId)
                && stored.commandDigest().mayBeSameAs(commandDigest);
    }

    /**
     * The stored commit.
     *
     * @param storedBytes its size in the store, without the snapshot
     * @param withSnapshot whether the snapshot was stored
     */
    public Commit stored(Digest hash, int storedBytes, boolean withSnapshot) {
        return new Commit(
                stream(),
                firstSequenceNumber(),
                events,
                at(),
                commandId,
                commandDigest,
                metadata,
                partners,
                withSnapshot ? snapshot.map(SnapshotOffer::snapshot) : Optional.empty(),
                storedBytes,
                hash);
    }
}
