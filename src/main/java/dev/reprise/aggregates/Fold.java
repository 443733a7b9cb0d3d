package dev.reprise.aggregates;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.SnapshotOffer;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A stream's state while its commits are folded into it, one after the other, and what else has to
 * be known of the stream in order to append to it.
 */
final class Fold<S, E> {

    /** How many bytes a fold takes in memory besides its state: about 8 KiB. */
    private static final int FIXED_WEIGHT = 8 * 1024;

    /** How many times larger a state is in memory than what it was folded from: about 4. */
    private static final int WEIGHT_FACTOR = 4;

    private final Aggregate<?, S, E, ?> aggregate;
    private final Deque<RecordedCommand> recentCommands;
    private CommitBoundary boundary;
    private S state;
    private StreamVersion version = StreamVersion.NONE;
    private int commitsSinceSnapshot;
    private long bytesSinceSnapshot;
    private long foldedBytes;

    Fold(Aggregate<?, S, E, ?> aggregate, StreamName stream) {
        this.aggregate = aggregate;
        this.recentCommands = new ArrayDeque<>();
        this.boundary = CommitBoundary.startOf(stream);
        this.state = aggregate.decider().initialState();
    }

    private Fold(Fold<S, E> other) {
        aggregate = other.aggregate;
        recentCommands = new ArrayDeque<>(other.recentCommands);
        boundary = other.boundary;
        state = other.state;
        version = other.version;
        commitsSinceSnapshot = other.commitsSinceSnapshot;
        bytesSinceSnapshot = other.bytesSinceSnapshot;
        foldedBytes = other.foldedBytes;
    }

    /** Another fold at the same place; the two go on apart. */
    Fold<S, E> copy() {
        return new Fold<>(this);
    }

    /**
     * Takes the state after a commit from its snapshot.
     *
     * @throws IllegalArgumentException if the snapshot cannot be read
     */
    void startFrom(Commit commit, Snapshot snapshot) {
        state = aggregate.states().orElseThrow().decode(snapshot.state());
        moveTo(commit);
    }

    /** Remembers the command of a commit that comes before those that are folded. */
    void remember(Commit commit) {
        recentCommands.addLast(RecordedCommand.of(commit));
        if (recentCommands.size() > SnapshotRule.MIN_COMMITS) {
            recentCommands.removeFirst();
        }
    }

    /** Adds the commit that begins at the boundary. */
    void add(Commit commit) {
        addUpTo(commit.version(), commit);
    }

    /**
     * Adds the commit's events up to a version, which may lie inside it; nothing can be added after
     * that.
     */
    void addUpTo(StreamVersion last, Commit commit) {
        S folded = state;
        for (RecordedEvent<E> recorded : RecordedEvent.allOf(commit, aggregate.events())) {
            if (recorded.sequenceNumber() > last.value()) {
                break;
            }
            folded = evolve(folded, recorded);
        }
        state = folded;
        moveTo(commit);
        version = last.compareTo(version) < 0 ? last : version;
    }

    /**
     * Adds a commit that was just appended.
     *
     * @param after the state with its events, from {@link #stateAfter}
     */
    void addAppended(Commit commit, S after) {
        state = after;
        moveTo(commit);
    }

    private void moveTo(Commit commit) {
        boundary = commit.end();
        version = commit.version();
        remember(commit);
        if (commit.snapshot().filter(this::isOfThisSchemaVersion).isPresent()) {
            commitsSinceSnapshot = 0;
            bytesSinceSnapshot = 0;
            foldedBytes = commit.snapshot().get().state().length();
        } else {
            commitsSinceSnapshot++;
            bytesSinceSnapshot += commit.storedBytes();
            foldedBytes += commit.events().size();
        }
    }

    private boolean isOfThisSchemaVersion(Snapshot snapshot) {
        return aggregate
                .states()
                .filter(codec -> codec.schemaVersion() == snapshot.schemaVersion())
                .isPresent();
    }

    private S evolve(S before, RecordedEvent<E> recorded) {
        try {
            return aggregate.decider().evolve(before, recorded.event(), recorded.timestamp());
        } catch (IllegalStateException e) {
            throw new BrokenStreamException(
                    "event "
                            + recorded.sequenceNumber()
                            + " of "
                            + recorded.stream()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * What the state would be with further events; it stays as it is.
     *
     * @throws IllegalStateException if they cannot follow
     */
    S stateAfter(List<E> events, Instant at) {
        S after = state;
        for (E event : events) {
            after = aggregate.decider().evolve(after, event, at);
        }
        return after;
    }

    /** The snapshot to offer with the next commit; empty if none is due. */
    Optional<SnapshotOffer> snapshotOffer(S after) {
        if (!SnapshotRule.isDue(commitsSinceSnapshot)) {
            return Optional.empty();
        }
        return aggregate
                .states()
                .map(codec ->
                        new SnapshotOffer(
                                new Snapshot(codec.schemaVersion(), codec.encode(after)),
                                bytesSinceSnapshot));
    }

    /** The command of this id, if it is one of the stream's last ones. */
    Optional<RecordedCommand> find(CommandId id) {
        return recentCommands.stream().filter(command -> command.id().equals(id)).findFirst();
    }

    /** Where the next commit goes. */
    CommitBoundary boundary() {
        return boundary;
    }

    S state() {
        return state;
    }

    /** The version of the state: the boundary's, if it was not to end inside a commit. */
    StreamVersion version() {
        return version;
    }

    VersionedState<S> versionedState() {
        return new VersionedState<>(state, version, boundary.at());
    }

    /** About how many bytes it takes in memory. */
    long weight() {
        return FIXED_WEIGHT + WEIGHT_FACTOR * foldedBytes;
    }
}
