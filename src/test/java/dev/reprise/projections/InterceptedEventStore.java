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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** An event store whose reads are intercepted. Appends are not. */
public final class InterceptedEventStore implements EventStore {

    /** Runs during a read. If it throws, the read fails. */
    @FunctionalInterface
    public interface Interception {
        /**
         * Called before a commit, or the end of the stream, is read.
         *
         * @param read the number of commits that were read before
         */
        void intercept(StreamName stream, int read);
    }

    /** Does nothing. */
    public static final Interception NONE = (_, _) -> {};

    private final EventStore store;
    private volatile Interception before = NONE;

    public InterceptedEventStore(EventStore store) {
        this.store = store;
    }

    /** Sets what runs before each commit, and before the end of the stream, is read. */
    public void before(Interception interception) {
        before = interception;
    }

    @Override
    public AppendResult append(NewCommit commit) {
        return store.append(commit);
    }

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return store.tooLarge(commit);
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        return store.appendAll(commit);
    }

    @Override
    public List<Commit> load(Load load) {
        before.intercept(load.stream(), 0);
        return store.load(load);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        before.intercept(stream, 0);
        return store.commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        return intercepted(boundary.stream(), store.readAfter(boundary));
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return intercepted(stream, store.readFrom(stream, sequenceNumber, pageSize));
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return intercepted(stream, store.readBackFrom(stream, sequenceNumber, pageSize));
    }

    private Iterable<Commit> intercepted(StreamName stream, Iterable<Commit> commits) {
        return () -> {
            Iterator<Commit> iterator = commits.iterator();
            return new Iterator<>() {
                private int read;
                private boolean isIntercepted;

                @Override
                public boolean hasNext() {
                    before.intercept(stream, read);
                    isIntercepted = true;
                    return iterator.hasNext();
                }

                @Override
                public Commit next() {
                    if (!isIntercepted) {
                        before.intercept(stream, read);
                    }
                    isIntercepted = false;
                    read++;
                    return iterator.next();
                }
            };
        };
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        return store.verify(stream, checked, maxCommits);
    }
}
