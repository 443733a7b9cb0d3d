package dev.reprise.projections;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An event store that remembers some of the commits that this process appended, to tell how long
 * they have been waiting for a projection. Of each category it remembers two: the last commit, and
 * the first one since somebody last asked. So the answer grows while a projector stands still.
 */
public final class AppendedCommits implements EventStore {

    private final EventStore store;
    private final Map<String, Remembered> byCategory = new ConcurrentHashMap<>();

    private record Remembered(Commit first, Commit last) {}

    /** Remembers what is appended to a store. */
    public AppendedCommits(EventStore store) {
        this.store = store;
    }

    /**
     * When the first commit was appended that is not applied yet. Empty if the commits that are
     * remembered are applied, or if there are none.
     *
     * @param isApplied whether a projection has applied a commit; asked twice at most
     */
    public Optional<Instant> waitingSince(String category, Predicate<Commit> isApplied) {
        Remembered asked = byCategory.get(category);
        if (asked == null) {
            return Optional.empty();
        }
        Optional<Commit> waiting =
                Stream.of(asked.first(), asked.last())
                        .distinct()
                        .filter(commit -> !isApplied.test(commit))
                        .findFirst();
        if (waiting.isEmpty()) {
            byCategory.computeIfPresent(
                    category,
                    (_, now) ->
                            now.last() == asked.last()
                                    ? null
                                    : new Remembered(now.last(), now.last()));
        }
        return waiting.map(Commit::at);
    }

    private void remember(Commit appended) {
        byCategory.merge(
                appended.stream().category(),
                new Remembered(appended, appended),
                (before, _) -> new Remembered(before.first(), appended));
    }

    @Override
    public AppendResult append(NewCommit commit) {
        AppendResult result = store.append(commit);
        if (result instanceof AppendResult.Appended(Commit appended)) {
            remember(appended);
        }
        return result;
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        JointAppendResult result = store.appendAll(commit);
        if (result instanceof JointAppendResult.Appended(List<Commit> appended)) {
            appended.forEach(this::remember);
        }
        return result;
    }

    @Override
    public List<Commit> load(Load load) {
        return store.load(load);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        return store.readAfter(boundary);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return store.readFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return store.readBackFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        return store.commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Verification verify(StreamName stream) {
        return store.verify(stream);
    }
}
