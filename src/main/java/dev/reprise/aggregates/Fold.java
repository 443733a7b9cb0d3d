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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a stream, into which commits are folded one after another, and what a command needs
 * besides it to append: the boundary, the last commands, and the size since the last snapshot.
 */
final class Fold<S, E> {

    private static final Logger LOG = System.getLogger(Fold.class.getName());

    private final Aggregate<?, S, E, ?> aggregate;
    private final RecordedCommands commands;
    private CommitBoundary boundary;
    private S state;
    private StreamVersion version = StreamVersion.NONE;
    private int commitsSinceSnapshot;
    private long bytesSinceSnapshot;
    private long nextOfferBytes;
    private long encodedBytes;

    Fold(Aggregate<?, S, E, ?> aggregate, StreamName stream) {
        this.aggregate = aggregate;
        this.commands = new RecordedCommands();
        this.boundary = CommitBoundary.startOf(stream);
        this.state = aggregate.decider().initialState();
    }

    private Fold(Fold<S, E> other) {
        aggregate = other.aggregate;
        commands = other.commands.copy();
        boundary = other.boundary;
        state = other.state;
        version = other.version;
        commitsSinceSnapshot = other.commitsSinceSnapshot;
        bytesSinceSnapshot = other.bytesSinceSnapshot;
        nextOfferBytes = other.nextOfferBytes;
        encodedBytes = other.encodedBytes;
    }

    /** An independent copy. */
    Fold<S, E> copy() {
        return new Fold<>(this);
    }

    /**
     * Sets the state and the commands before it to those of a commit's snapshot.
     *
     * @throws RuntimeException if the snapshot cannot be decoded; the fold is then as it was
     */
    void startFromSnapshot(Commit commit, Snapshot snapshot) {
        state =
                Objects.requireNonNull(
                        aggregate.states().orElseThrow().decode(snapshot.state()),
                        "the decoded state is null");
        commands.setFingerprints(snapshot.commands());
        moveTo(commit);
    }

    /** Replaces the state by that of a fold of the same events. */
    void correct(S correctState) {
        state = correctState;
    }

    /** Remembers the command of a commit, but does not fold its events. */
    void rememberCommand(Commit commit) {
        commands.add(RecordedCommand.of(commit));
    }

    /** Folds the commit that begins at the boundary. */
    void add(Commit commit) {
        addUpTo(commit, commit.version());
    }

    /**
     * Folds the commit that begins at the boundary, but only its events up to a version. If that
     * version is inside the commit, no other commit can be added after it.
     */
    void addUpTo(Commit commit, StreamVersion last) {
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
     * Moves to a commit that was just appended, without decoding its events.
     *
     * @param after the state after the commit, from {@link #stateAfter}
     * @param offered whether a snapshot was offered with the commit
     */
    void addAppended(Commit commit, S after, boolean offered) {
        state = after;
        moveTo(commit);
        if (offered && commit.snapshot().isEmpty()) {
            postponeOffer();
        }
    }

    private void moveTo(Commit commit) {
        boundary = commit.end();
        version = commit.version();
        rememberCommand(commit);
        if (commit.snapshot().filter(this::hasCurrentSchemaVersion).isPresent()) {
            commitsSinceSnapshot = 0;
            bytesSinceSnapshot = 0;
            nextOfferBytes = 0;
            encodedBytes = commit.snapshot().get().state().length();
        } else {
            commitsSinceSnapshot++;
            bytesSinceSnapshot += commit.storedBytes();
            encodedBytes += commit.events().length();
        }
    }

    private boolean hasCurrentSchemaVersion(Snapshot snapshot) {
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
     * The state after further events. Does not change this fold.
     *
     * @throws IllegalStateException if the decider's {@code evolve} refuses one of the events
     */
    S stateAfter(List<E> events, Instant at) {
        S after = state;
        for (E event : events) {
            after = aggregate.decider().evolve(after, event, at);
        }
        return after;
    }

    /**
     * The snapshot to offer with the next commit. Empty if none is due, if the last one that was
     * offered did not pay and there are few new bytes since, or if the codec fails.
     */
    Optional<SnapshotOffer> snapshotOffer(S after) {
        if (!SnapshotRule.isDue(commitsSinceSnapshot) || bytesSinceSnapshot < nextOfferBytes) {
            return Optional.empty();
        }
        return aggregate.states().flatMap(codec -> offer(codec, after));
    }

    private Optional<SnapshotOffer> offer(StateCodec<S> codec, S after) {
        try {
            Snapshot snapshot =
                    new Snapshot(
                            codec.schemaVersion(),
                            Objects.requireNonNull(
                                    codec.encode(after), "the encoded state is null"),
                            commands.fingerprints());
            return Optional.of(new SnapshotOffer(snapshot, bytesSinceSnapshot));
        } catch (RuntimeException | StackOverflowError e) {
            postponeOffer();
            LOG.log(
                    Level.ERROR,
                    "the state of {0} after version {1} cannot be encoded: {2}. The commit is"
                            + " appended without a snapshot. Correct the codec of the states.",
                    boundary.stream(),
                    version,
                    e);
            return Optional.empty();
        }
    }

    /**
     * An encoding that is not stored costs time for each command. So the next one waits until the
     * stored bytes have grown by a quarter.
     */
    private void postponeOffer() {
        nextOfferBytes = bytesSinceSnapshot + Math.ceilDiv(bytesSinceSnapshot, 4);
    }

    /** The command with this id, if it is among the stream's last commands. */
    Optional<RecordedCommand> findRecentCommand(CommandId id) {
        return commands.findLast(id);
    }

    /** The earlier commits that this command may have made. */
    List<Long> findEarlierCommits(CommandId id) {
        return commands.findEarlierCommits(id);
    }

    /** The boundary at which the next commit is appended. */
    CommitBoundary boundary() {
        return boundary;
    }

    S state() {
        return state;
    }

    /**
     * The version of the state: the boundary's version, or an earlier one inside the last commit.
     */
    StreamVersion version() {
        return version;
    }

    VersionedState<S> versionedState() {
        return new VersionedState<>(state, version, boundary.at());
    }

    /** About how many bytes this fold takes in memory, and its entry among the recent streams. */
    long estimatedBytes() {
        OptionalLong stateBytes =
                aggregate
                        .states()
                        .map(codec -> codec.memoryBytes(state))
                        .orElse(OptionalLong.empty());
        return FoldSize.withoutState(boundary.stream(), commands)
                + stateBytes.orElse(FoldSize.PER_ENCODED_BYTE * encodedBytes);
    }
}
