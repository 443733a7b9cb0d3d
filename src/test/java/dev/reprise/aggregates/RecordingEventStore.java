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
import java.util.function.UnaryOperator;

/** A store that notes what it is asked, and whose eventual reads can be made to be behind. */
final class RecordingEventStore implements EventStore {

    private final EventStore store;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<List<Commit>> eventually = UnaryOperator.identity();

    RecordingEventStore(EventStore store) {
        this.store = store;
    }

    /** What an eventually consistent load gives instead of what is there. */
    void eventually(UnaryOperator<List<Commit>> state) {
        eventually = state;
    }

    /** What was asked since the last time this was. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    @Override
    public AppendResult append(NewCommit commit) {
        asked.add("append");
        return store.append(commit);
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        asked.add("append all");
        return store.appendAll(commit);
    }

    @Override
    public List<Commit> load(Load load) {
        asked.add("load " + load.consistency());
        List<Commit> commits = store.load(load);
        return load.consistency() == Load.Consistency.EVENTUAL
                ? eventually.apply(commits)
                : commits;
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        asked.add("read after " + boundary.version());
        return store.readAfter(boundary);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        asked.add("read from " + sequenceNumber);
        return store.readFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        asked.add("last beginning by " + sequenceNumber);
        return store.commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Verification verify(StreamName stream) {
        asked.add("verify");
        return store.verify(stream);
    }
}
