package dev.reprise.aggregates;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import dev.reprise.eventstore.Verification;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store whose eventually consistent loads are often stale, and whose appends are sometimes lost,
 * before or after the write. Other callers may run before each call. Every recorded append is
 * reported.
 */
public final class UnreliableEventStore implements EventStore {

    private static final double STALE = 0.4;
    private static final double EACH_FAULT = 0.08;

    private final EventStore store;
    private final Turns turns;
    private final RandomGenerator random;
    private final double shareOfOlderRelease;
    private final Consumer<List<Commit>> recorded;
    private int staleLoads;

    /**
     * @param shareOfOlderRelease how many of the joint appends store no partners, as an older
     *     release does
     * @param recorded is told the commits of every append that wrote
     */
    public UnreliableEventStore(
            EventStore store,
            Turns turns,
            RandomGenerator random,
            double shareOfOlderRelease,
            Consumer<List<Commit>> recorded) {
        this.store = store;
        this.turns = turns;
        this.random = random;
        this.shareOfOlderRelease = shareOfOlderRelease;
        this.recorded = recorded;
    }

    /** How many loads missed a commit. */
    public int staleLoads() {
        return staleLoads;
    }

    @Override
    public AppendResult append(NewCommit commit) {
        return faulty(() -> {
            AppendResult result = store.append(commit);
            if (result instanceof AppendResult.Appended(Commit stored)) {
                recorded.accept(List.of(stored));
            }
            return result;
        });
    }

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return store.tooLarge(commit);
    }

    @Override
    public JointAppendResult appendAll(JointCommit joint) {
        boolean older = random.nextDouble() < shareOfOlderRelease;
        return faulty(() -> {
            JointAppendResult result =
                    older && joint.boundaries().stream().allMatch(this::isTail)
                            ? withoutPartners(joint)
                            : store.appendAll(joint);
            if (result instanceof JointAppendResult.Appended(List<Commit> stored)) {
                recorded.accept(stored);
            }
            return result;
        });
    }

    private boolean isTail(CommitBoundary boundary) {
        return !store.readAfter(boundary).iterator().hasNext();
    }

    private JointAppendResult withoutPartners(JointCommit joint) {
        return new JointAppendResult.Appended(
                joint.commits().stream()
                        .map(commit ->
                                Commits.append(
                                        store,
                                        new NewCommit(
                                                commit.after(),
                                                commit.events(),
                                                commit.commandId(),
                                                commit.commandDigest(),
                                                commit.metadata(),
                                                commit.now(),
                                                commit.snapshot())))
                        .toList());
    }

    private <T> T faulty(Supplier<T> append) {
        turns.pass();
        double fault = random.nextDouble();
        if (fault < EACH_FAULT) {
            throw unreachable();
        }
        T result = append.get();
        if (fault < 2 * EACH_FAULT) {
            turns.pass();
            throw unreachable();
        }
        if (fault < 3 * EACH_FAULT) {
            turns.pass();
            return append.get();
        }
        return result;
    }

    private static StoreUnavailableException unreachable() {
        return new StoreUnavailableException(
                StoreUnavailableException.Reason.UNREACHABLE, new IOException("connection reset"));
    }

    @Override
    public List<Commit> load(Load load) {
        turns.pass();
        if (load.consistency() == Load.Consistency.STRONG || random.nextDouble() >= STALE) {
            return store.load(load);
        }
        List<Commit> all = Commits.all(store, load.stream());
        int visible = random.nextInt(all.size() + 1);
        if (visible < all.size()) {
            staleLoads++;
        }
        return visible == 0
                ? List.of()
                : store.load(
                        new Load(
                                load.stream(),
                                all.get(visible - 1).version(),
                                load.stateSchemaVersion(),
                                load.minCommits(),
                                load.consistency()));
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        turns.pass();
        return store.readAfter(boundary);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        turns.pass();
        return store.readFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        turns.pass();
        return store.readBackFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        turns.pass();
        return store.commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        turns.pass();
        return store.verify(stream, checked, maxCommits);
    }
}
