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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An event store that remembers some of the commits that this process appended, to tell how long
 * they have been waiting for a projection: the last commit of each category, and for each
 * projection that somebody asks about, the first one since then. So the answer grows while a
 * projector stands still.
 */
public final class AppendedCommits implements EventStore {

    private final EventStore store;
    private final Consumer<Commit> listener;
    private final Map<String, Commit> lastByCategory = new ConcurrentHashMap<>();
    private final Map<Asked, Commit> firstSinceAsked = new ConcurrentHashMap<>();
    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();

    private record Asked(String projection, String category) {}

    /** Remembers what is appended to a store. */
    public AppendedCommits(EventStore store) {
        this(store, _ -> {});
    }

    /**
     * Remembers what is appended to a store.
     *
     * @param listener gets each commit, in the thread that appended it
     */
    public AppendedCommits(EventStore store, Consumer<Commit> listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * When the first commit was appended that a projection has not applied yet. Empty if it has
     * applied the commits that are remembered, or if there are none.
     *
     * @param category what the projection follows
     * @param isApplied whether the projection has applied a commit; asked twice at most
     */
    public Optional<Instant> waitingSince(
            String projection, String category, Predicate<Commit> isApplied) {
        Asked key = new Asked(projection, category);
        asked.add(key);
        Commit first = firstSinceAsked.get(key);
        if (first != null && !isApplied.test(first)) {
            return Optional.of(first.at());
        }
        Commit last = lastByCategory.get(category);
        if (last == null || isApplied.test(last)) {
            if (first != null) {
                firstSinceAsked.remove(key, first);
            }
            return Optional.empty();
        }
        firstSinceAsked.put(key, last);
        return Optional.of(last.at());
    }

    private void remember(Commit appended) {
        listener.accept(appended);
        String category = appended.stream().category();
        lastByCategory.put(category, appended);
        for (Asked key : asked) {
            if (key.category().equals(category)) {
                firstSinceAsked.putIfAbsent(key, appended);
            }
        }
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
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return store.tooLarge(commit);
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
    public Optional<List<Commit>> readFewAfter(CommitBoundary boundary, int atMost) {
        return store.readFewAfter(boundary, atMost);
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
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        return store.verify(stream, checked, maxCommits);
    }
}
