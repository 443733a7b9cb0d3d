package dev.reprise.aggregates;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Loads streams and folds their commits, from a snapshot if there is a usable one. */
final class StreamLoader<S, E> {

    private static final Logger LOG = System.getLogger(StreamLoader.class.getName());

    /** How many pages with snapshots are tried before the events are folded from the first one. */
    private static final int MAX_SNAPSHOTS_TRIED = 4;

    private final EventStore store;
    private final Aggregate<?, S, E, ?> aggregate;

    StreamLoader(EventStore store, Aggregate<?, S, E, ?> aggregate) {
        this.store = store;
        this.aggregate = aggregate;
    }

    /** The stream at its tail, with its last commands. */
    Fold<S, E> tail(StreamName stream, Load.Consistency consistency) {
        return load(
                new Load(
                        stream,
                        StreamVersion.MAX,
                        schemaVersion(),
                        SnapshotRule.MIN_COMMITS,
                        consistency));
    }

    /**
     * The stream from a fold that may be behind it, strongly read. If few commits are missing, they
     * are read with one request and added, up to one that the caller looks for. If they are more,
     * or nothing of the stream was known, the stream is loaded at its tail: that costs the same
     * however many are missing. A stream without snapshots would be loaded whole, so there each
     * missing commit is read.
     *
     * @param lookedFor a commit after which nothing is added
     */
    Fold<S, E> catchUp(Fold<S, E> fold, Predicate<Commit> lookedFor) {
        if (fold.version().equals(StreamVersion.NONE)) {
            return tail(fold.boundary().stream(), Load.Consistency.STRONG);
        }
        if (aggregate.states().isEmpty()) {
            return addTo(fold, store.readAfter(fold.boundary()), lookedFor);
        }
        return store.readFewAfter(fold.boundary(), SnapshotRule.MIN_COMMITS)
                .map(missing -> addTo(fold, missing, lookedFor))
                .orElseGet(() -> tail(fold.boundary().stream(), Load.Consistency.STRONG));
    }

    private static <S, E> Fold<S, E> addTo(
            Fold<S, E> fold, Iterable<Commit> missing, Predicate<Commit> lookedFor) {
        for (Commit commit : missing) {
            fold.add(commit);
            if (lookedFor.test(commit)) {
                break;
            }
        }
        return fold;
    }

    /**
     * The stream as of a version, which may be inside a commit. If the stream has not reached that
     * version, the stream at its tail.
     */
    Fold<S, E> asOf(StreamName stream, StreamVersion version) {
        return load(new Load(stream, version, schemaVersion(), 1, Load.Consistency.STRONG));
    }

    /**
     * The stream as of an instant, with every commit at or before it. Empty if it had none yet.
     *
     * @param window the versions that the stream may have had then
     */
    Fold<S, E> asOf(StreamName stream, InstantSearch.Window window, Instant instant) {
        int commits = Math.toIntExact(window.highest() - window.lowest());
        Load load =
                new Load(
                        stream,
                        new StreamVersion(window.highest()),
                        schemaVersion(),
                        commits + SnapshotRule.MIN_COMMITS,
                        Load.Consistency.STRONG);
        List<Commit> then =
                store.load(load).stream().filter(commit -> !commit.at().isAfter(instant)).toList();
        if (then.isEmpty()) {
            return new Fold<>(aggregate, stream);
        }
        StreamVersion version = then.getLast().version();
        return fold(load, then).orElseGet(() -> asOf(stream, version));
    }

    /**
     * The command of a folded stream that has this id: among its last {@link
     * SnapshotRule#MIN_COMMITS} commits, or among the last {@link CommandFingerprints#MAX} whose
     * command had an id of its caller. An earlier commit is read to compare its id: one read, and
     * none if no fingerprint is the same.
     */
    Optional<RecordedCommand> findCommand(Fold<S, E> fold, CommandId id) {
        Optional<RecordedCommand> found = fold.findRecentCommand(id);
        if (found.isEmpty()) {
            for (long sequenceNumber : fold.findEarlierCommits(id)) {
                Optional<Commit> commit =
                        store.commitAtOrBefore(fold.boundary().stream(), sequenceNumber);
                if (commit.isPresent() && commit.get().commandId().equals(id)) {
                    return commit.map(RecordedCommand::of);
                }
            }
        }
        return found;
    }

    private OptionalInt schemaVersion() {
        return aggregate
                .states()
                .map(codec -> OptionalInt.of(codec.schemaVersion()))
                .orElseGet(OptionalInt::empty);
    }

    /**
     * Loads and folds. If the loaded commits have no snapshot that can be decoded, the stream is
     * folded from an earlier snapshot or from its first event, one page of commits in memory.
     */
    private Fold<S, E> load(Load load) {
        List<Commit> commits = store.load(load);
        return fold(load, commits)
                .orElseGet(() ->
                        foldToVersion(
                                earlierFold(load, commits.getFirst())
                                        .orElseGet(() -> new Fold<>(aggregate, load.stream())),
                                load.upTo()));
    }

    /**
     * Folds loaded commits from the last snapshot that can be decoded, or from the stream's first
     * commit. Empty if they have neither.
     */
    private Optional<Fold<S, E>> fold(Load load, List<Commit> commits) {
        for (int start = commits.size() - 1; start >= 0; start--) {
            if (load.canStartFrom(commits.get(start))) {
                Fold<S, E> fold = new Fold<>(aggregate, load.stream());
                commits.subList(0, start).forEach(fold::rememberCommand);
                if (startFromSnapshot(fold, commits.get(start))) {
                    if (aggregate.snapshotCheck().isDue()) {
                        check(fold, commits.get(start));
                    }
                    commits.subList(start + 1, commits.size())
                            .forEach(commit -> fold.addUpTo(commit, load.upTo()));
                    return Optional.of(fold);
                }
            }
        }
        if (commits.isEmpty() || commits.getFirst().firstSequenceNumber() == 1) {
            Fold<S, E> fold = new Fold<>(aggregate, load.stream());
            commits.forEach(commit -> fold.addUpTo(commit, load.upTo()));
            return Optional.of(fold);
        }
        return Optional.empty();
    }

    /** A snapshot is never needed: one that cannot be decoded is logged and not used. */
    private static <S, E> boolean startFromSnapshot(Fold<S, E> fold, Commit commit) {
        try {
            fold.startFromSnapshot(commit, commit.snapshot().orElseThrow());
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(
                    Level.ERROR,
                    "the snapshot in commit {0} of {1} cannot be decoded: {2}. An earlier snapshot or"
                            + " the events are used instead. If the encoded state changed, raise the"
                            + " schema version of its codec.",
                    Long.toString(commit.firstSequenceNumber()),
                    commit.stream(),
                    e);
            return false;
        }
    }

    /**
     * Compares the state from a snapshot with that of all events up to it. If they differ, the
     * events are right. A check does not make a load fail for a damage that the load itself would
     * not meet.
     */
    private void check(Fold<S, E> fold, Commit commit) {
        try {
            Fold<S, E> full =
                    foldToVersion(new Fold<>(aggregate, commit.stream()), commit.version());
            SnapshotDifference.between(aggregate.states().orElseThrow(), commit, full.state())
                    .ifPresent(difference -> {
                        LOG.log(Level.ERROR, "{0} The events are used instead.", difference);
                        fold.correct(full.state());
                    });
        } catch (BrokenStreamException | NewerReleaseException e) {
            LOG.log(
                    Level.ERROR,
                    "the snapshot in commit {0} of {1} cannot be checked, and is used: {2}. Verify the"
                            + " stream.",
                    Long.toString(commit.firstSequenceNumber()),
                    commit.stream(),
                    e.getMessage());
        }
    }

    /**
     * The fold at an earlier snapshot, or at a commit after it. Empty if a few earlier snapshots
     * cannot be decoded either, or there is none where one would be.
     *
     * @param first the first of the commits that were loaded; not the stream's first commit
     */
    private Optional<Fold<S, E>> earlierFold(Load load, Commit first) {
        Commit before = first;
        for (int tried = 1; tried < MAX_SNAPSHOTS_TRIED && load.canStartFrom(before); tried++) {
            Load earlier =
                    new Load(
                            load.stream(),
                            new StreamVersion(before.firstSequenceNumber() - 1),
                            load.stateSchemaVersion(),
                            1,
                            Load.Consistency.STRONG);
            List<Commit> commits = store.load(earlier);
            Optional<Fold<S, E>> fold = fold(earlier, commits);
            if (fold.isPresent()) {
                return fold;
            }
            before = commits.getFirst();
        }
        return Optional.empty();
    }

    /** Folds all later commits up to a version, strongly read, with one page of them in memory. */
    private Fold<S, E> foldToVersion(Fold<S, E> fold, StreamVersion upTo) {
        for (Commit commit : store.readAfter(fold.boundary())) {
            if (commit.firstSequenceNumber() > upTo.value()) {
                break;
            }
            fold.addUpTo(commit, upTo);
        }
        return fold;
    }
}
