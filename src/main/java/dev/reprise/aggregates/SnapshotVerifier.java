package dev.reprise.aggregates;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.util.Optional;

/**
 * Compares the snapshots in an aggregate's streams with the events. Make one for each aggregate a
 * bean, and {@code GET /streams/{stream}/verification} uses it for the streams of its category.
 */
public final class SnapshotVerifier {

    /** Finds the first wrong snapshot of a stream, up to a version. */
    private interface Search {
        Optional<Broken> firstWrong(StreamName stream, StreamVersion upTo);
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
     * The stream, broken at the first commit whose snapshot differs from the fold of all events up
     * to it, or whose events cannot be folded. Snapshots of other schema versions are not used, and
     * not compared. Reads the stream strongly consistent, with one page of commits in memory, but
     * not if it is so short that no snapshot was due.
     *
     * @param intact the stream, whose hash chain was verified
     * @throws NewerReleaseException if the events cannot be decoded by this release
     * @throws StoreUnavailableException if the store did not answer
     */
    public Verification verify(StreamName stream, Intact intact) {
        return intact.commits() < SnapshotRule.MIN_COMMITS
                ? intact
                : search.firstWrong(stream, intact.version())
                        .<Verification>map(broken -> broken)
                        .orElse(intact);
    }

    private static <S, E> Search search(EventStore store, Aggregate<?, S, E, ?> aggregate) {
        return aggregate
                .states()
                .<Search>map(codec ->
                        (stream, upTo) -> firstWrong(store, aggregate, codec, stream, upTo))
                .orElse((_, _) -> Optional.empty());
    }

    private static <S, E> Optional<Broken> firstWrong(
            EventStore store,
            Aggregate<?, S, E, ?> aggregate,
            StateCodec<S> codec,
            StreamName stream,
            StreamVersion upTo) {
        Fold<S, E> fold = new Fold<>(aggregate, stream);
        for (Commit commit : store.readAfter(CommitBoundary.startOf(stream))) {
            if (commit.version().compareTo(upTo) > 0) {
                break;
            }
            Optional<String> wrong = foldAndCompare(fold, codec, commit);
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
