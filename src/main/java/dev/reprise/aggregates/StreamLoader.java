package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Loads streams and folds their commits, from a snapshot if there is a usable one. */
final class StreamLoader<S, E> {

    private static final Logger LOG = System.getLogger(StreamLoader.class.getName());

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
     * The stream as of a version, which may be inside a commit. If the stream has not reached that
     * version, the stream at its tail.
     */
    Fold<S, E> asOf(StreamName stream, StreamVersion version) {
        return load(new Load(stream, version, schemaVersion(), 1, Load.Consistency.STRONG));
    }

    /**
     * The command of a folded stream that has this id: among its last {@link
     * SnapshotRule#MIN_COMMITS} commits, or among the last {@link CommandFingerprints#MAX} whose
     * command had an id of its caller. An earlier commit is read to compare its id: one read, and
     * none if no fingerprint is the same.
     */
    Optional<RecordedCommand> findCommand(Fold<S, E> fold, CommandId id) {
        return fold.findRecentCommand(id)
                .or(() ->
                        fold.findEarlierCommits(id).stream()
                                .flatMap(number -> commitAt(fold.boundary().stream(), number))
                                .filter(commit -> commit.commandId().equals(id))
                                .map(RecordedCommand::of)
                                .findFirst());
    }

    private Stream<Commit> commitAt(StreamName stream, long sequenceNumber) {
        return store.commitAtOrBefore(stream, sequenceNumber).stream();
    }

    private OptionalInt schemaVersion() {
        return aggregate
                .states()
                .map(codec -> OptionalInt.of(codec.schemaVersion()))
                .orElseGet(OptionalInt::empty);
    }

    private Fold<S, E> load(Load load) {
        List<Commit> commits = store.load(load);
        Fold<S, E> fold = new Fold<>(aggregate, load.stream());
        int start = lastUsableSnapshot(load, commits);
        if (start >= 0) {
            commits.subList(0, start).forEach(fold::rememberCommand);
            Commit commit = commits.get(start);
            try {
                fold.startFromSnapshot(commit, commit.snapshot().orElseThrow());
            } catch (IllegalArgumentException e) {
                LOG.log(
                        Level.ERROR,
                        "the snapshot in commit {0} of {1} cannot be decoded: {2}. The events are"
                                + " folded instead. If the encoded state changed, raise the schema"
                                + " version of its codec.",
                        Long.toString(commit.firstSequenceNumber()),
                        commit.stream(),
                        e.getMessage());
                return load(load.withoutSnapshots());
            }
        }
        commits.subList(start + 1, commits.size())
                .forEach(commit -> fold.addUpTo(commit, load.upTo()));
        return fold;
    }

    /** The index of the last commit with a usable snapshot; -1 if there is none. */
    private static int lastUsableSnapshot(Load load, List<Commit> commits) {
        int last = commits.size() - 1;
        while (last >= 0 && !load.canStartFrom(commits.get(last))) {
            last--;
        }
        return last;
    }
}
