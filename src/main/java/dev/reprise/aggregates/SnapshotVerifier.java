package dev.reprise.aggregates;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compares the snapshots in an aggregate's streams with the events. Make one for each aggregate a
 * bean, and {@code GET /streams/{stream}/verification} uses it for the streams of its category.
 */
public final class SnapshotVerifier {

    /** Finds the first wrong snapshot in a part of a stream. */
    private interface Search {
        Optional<Broken> firstWrong(StreamName stream, Intact before, Intact part);
    }

    private final String category;
    private final Search search;

    /**
     * A verifier for the streams of a category.
     *
     * @param aggregate what these streams are folded with
     */
    public SnapshotVerifier(String category, EventStore store, Aggregate<?, ?, ?, ?> aggregate) {
        this.category = category;
        this.search = search(store, aggregate);
    }

    /** The category of the streams. */
    public String category() {
        return category;
    }

    /**
     * The first commit of a part of a stream whose snapshot differs from the fold of the events up
     * to it, or whose events cannot be folded. Snapshots of other schema versions are not used, and
     * not compared. Reads the part strongly consistent, with one request, but not if the stream is
     * so short that no snapshot was due.
     *
     * <p>The fold of a later part starts from the last snapshot before it, which was compared with
     * its part. If there is none near, the first snapshot of the part is taken as it is.
     *
     * @param before what was verified before this part
     * @param part what is verified with this part, whose hash chain is intact
     * @throws NewerReleaseException if the events cannot be decoded by this release
     * @throws StoreUnavailableException if the store did not answer
     */
    public Optional<Broken> firstWrong(StreamName stream, Intact before, Intact part) {
        return part.commits() < SnapshotRule.MIN_COMMITS || part.commits() == before.commits()
                ? Optional.empty()
                : search.firstWrong(stream, before, part);
    }

    private static <S, E> Search search(EventStore store, Aggregate<?, S, E, ?> aggregate) {
        return aggregate
                .states()
                .<Search>map(codec ->
                        (stream, before, part) ->
                                firstWrong(store, aggregate, codec, stream, before, part))
                .orElse((_, _, _) -> Optional.empty());
    }

    private static <S, E> Optional<Broken> firstWrong(
            EventStore store,
            Aggregate<?, S, E, ?> aggregate,
            StateCodec<S> codec,
            StreamName stream,
            Intact before,
            Intact part) {
        Optional<Fold<S, E>> fold = foldBefore(store, aggregate, codec, stream, before.version());
        int commits = Math.toIntExact(part.commits() - before.commits());
        Iterator<Commit> read =
                store.readFrom(stream, before.version().nextSequenceNumber(), commits).iterator();
        for (int i = 0; i < commits; i++) {
            Commit commit = read.next();
            if (fold.isEmpty()) {
                fold = startingFrom(new Fold<>(aggregate, stream), codec, commit);
                continue;
            }
            Optional<String> wrong = foldAndCompare(fold.get(), codec, commit);
            if (wrong.isPresent()) {
                return Optional.of(
                        new Broken(
                                commit.firstSequenceNumber(),
                                new StreamVersion(commit.firstSequenceNumber() - 1),
                                wrong.get()));
            }
        }
        return Optional.empty();
    }

    /** The fold at a version; empty if there is no usable snapshot near. */
    private static <S, E> Optional<Fold<S, E>> foldBefore(
            EventStore store,
            Aggregate<?, S, E, ?> aggregate,
            StateCodec<S> codec,
            StreamName stream,
            StreamVersion version) {
        if (version.equals(StreamVersion.NONE)) {
            return Optional.of(new Fold<>(aggregate, stream));
        }
        List<Commit> commits =
                store.load(
                        new Load(
                                stream,
                                version,
                                OptionalInt.of(codec.schemaVersion()),
                                1,
                                Load.Consistency.STRONG));
        Optional<Fold<S, E>> fold =
                commits.getFirst().firstSequenceNumber() == 1
                        ? Optional.of(new Fold<>(aggregate, stream))
                        : Optional.empty();
        for (Commit commit : commits) {
            if (fold.isPresent()) {
                fold.get().add(commit);
            } else {
                fold = startingFrom(new Fold<>(aggregate, stream), codec, commit);
            }
        }
        return fold;
    }

    /** A fold that starts from a commit's snapshot; empty if the commit has no usable one. */
    private static <S, E> Optional<Fold<S, E>> startingFrom(
            Fold<S, E> fold, StateCodec<S> codec, Commit commit) {
        return commit.snapshot()
                .filter(snapshot -> snapshot.schemaVersion() == codec.schemaVersion())
                .map(snapshot -> {
                    fold.startFromSnapshot(commit, snapshot);
                    return fold;
                });
    }

    private static <S, E> Optional<String> foldAndCompare(
            Fold<S, E> fold, StateCodec<S> codec, Commit commit) {
        try {
            fold.add(commit);
        } catch (BrokenStreamException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return commit.snapshot()
                .filter(snapshot -> snapshot.schemaVersion() == codec.schemaVersion())
                .flatMap(_ -> SnapshotDifference.between(codec, commit, fold.state()));
    }
}
