package dev.reprise.aggregates;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that does to an append what a network and other writers do to one now and then. Reads
 * pass; what is not asked for does not happen.
 */
final class FaultyEventStore implements EventStore {

    /** What happens to one append. */
    @FunctionalInterface
    interface Fault {
        AppendResult append(EventStore store, NewCommit commit);
    }

    private final EventStore store;
    private final Deque<Fault> next = new ArrayDeque<>();
    private @Nullable Fault always;
    private boolean down;
    private int appends;

    FaultyEventStore(EventStore store) {
        this.store = store;
    }

    /** The next appends meet these faults, one each. */
    void next(Fault... faults) {
        next.addAll(List.of(faults));
    }

    /** Every append meets this fault from now on. */
    void always(Fault fault) {
        always = fault;
    }

    /** Whether no read is answered from now on. */
    void down(boolean down) {
        this.down = down;
    }

    /** How many appends there were. */
    int appends() {
        return appends;
    }

    /** It is stored, the answer is lost, and it is sent again. */
    static Fault answerLost() {
        return (store, commit) -> {
            store.append(commit);
            return store.append(commit);
        };
    }

    /** It is stored, the answer is lost, and there is no time left to send it again. */
    static Fault givenUpAfterTheWrite() {
        return (store, commit) -> {
            store.append(commit);
            throw unreachable();
        };
    }

    /** It does not arrive. */
    static Fault lost() {
        return (_, _) -> {
            throw unreachable();
        };
    }

    /** Others write first: one commit for each array of amounts. */
    static Fault afterOthers(Integer[]... commits) {
        return (store, commit) -> {
            for (Integer[] amounts : commits) {
                List<Commit> all = Commits.all(store, commit.stream());
                enter(store, commit.stream(), "other-" + all.size(), amounts);
            }
            return store.append(commit);
        };
    }

    /** Others write first, among them this command. */
    static Fault afterOthersAnd(CommandId id, Digest hash, Integer... amounts) {
        return (store, commit) -> {
            enter(store, commit.stream(), "other-before", 1);
            append(store, commit.stream(), id, hash, amounts);
            enter(store, commit.stream(), "other-after", 1);
            return store.append(commit);
        };
    }

    /** A writer's commit of account entries, at the tail. */
    static Commit enter(EventStore store, StreamName stream, String id, Integer... amounts) {
        return append(store, stream, new CommandId(id), Commits.digest(id), amounts);
    }

    private static Commit append(
            EventStore store, StreamName stream, CommandId id, Digest hash, Integer... amounts) {
        List<Commit> all = Commits.all(store, stream);
        return Commits.append(
                store,
                new NewCommit(
                        all.isEmpty() ? CommitBoundary.startOf(stream) : all.getLast().end(),
                        Account.CODEC.encode(
                                Arrays.stream(amounts).map(Account.Entry::new).toList()),
                        id,
                        hash,
                        Metadata.NONE,
                        Commits.AT));
    }

    private static StoreUnavailableException unreachable() {
        return new StoreUnavailableException(
                StoreUnavailableException.Reason.UNREACHABLE, new IOException("connection reset"));
    }

    @Override
    public AppendResult append(NewCommit commit) {
        appends++;
        Fault fault = next.isEmpty() ? always : next.remove();
        return fault == null ? store.append(commit) : fault.append(store, commit);
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        return up().appendAll(commit);
    }

    @Override
    public List<Commit> load(Load load) {
        return up().load(load);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        return up().commitAtOrBefore(stream, sequenceNumber);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        return up().readAfter(boundary);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return up().readFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Verification verify(StreamName stream) {
        return up().verify(stream);
    }

    private EventStore up() {
        if (down) {
            throw unreachable();
        }
        return store;
    }
}
