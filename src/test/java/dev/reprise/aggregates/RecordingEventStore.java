package dev.reprise.aggregates;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A store that records its calls, and whose eventually consistent loads a test can replace. */
final class RecordingEventStore implements EventStore {

    private final EventStore store;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<List<Commit>> eventualResult = UnaryOperator.identity();
    private Consumer<Load> beforeLoads = _ -> {};

    RecordingEventStore(EventStore store) {
        this.store = store;
    }

    /** Replaces the result of eventually consistent loads. */
    void replaceEventualResults(UnaryOperator<List<Commit>> replacement) {
        eventualResult = replacement;
    }

    /** An eventually consistent load of this stream finds only the first so many commits. */
    void showOnly(int commits, StreamName stream) {
        replaceEventualResults(all ->
                all.isEmpty() || !all.getFirst().stream().equals(stream)
                        ? all
                        : all.subList(0, commits));
    }

    /** Runs before each load. */
    void beforeLoads(Consumer<Load> action) {
        beforeLoads = action;
    }

    /** The calls since the last call of this method, in order. */
    List<String> takeCalls() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    @Override
    public AppendResult append(NewCommit commit) {
        calls.add("append");
        return store.append(commit);
    }

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return store.tooLarge(commit);
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        calls.add("append all");
        return store.appendAll(commit);
    }

    @Override
    public List<Commit> load(Load load) {
        calls.add("load " + load.consistency());
        beforeLoads.accept(load);
        List<Commit> commits = store.load(load);
        return load.consistency() == Load.Consistency.EVENTUAL
                ? eventualResult.apply(commits)
                : commits;
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        calls.add("read after " + boundary.version());
        return store.readAfter(boundary);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        calls.add("read from " + sequenceNumber);
        return store.readFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        calls.add("read back from " + sequenceNumber);
        return store.readBackFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        calls.add("commit at or before " + sequenceNumber);
        return store.commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        calls.add("verify");
        return store.verify(stream, checked, maxCommits);
    }
}
