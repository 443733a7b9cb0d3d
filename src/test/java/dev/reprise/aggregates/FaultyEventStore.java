package dev.reprise.aggregates;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
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
 * A store whose appends meet the faults of a network and of other writers. Only the faults that a
 * test asks for happen. Reads work, unless the store is down.
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

    /** The next appends meet these faults, one fault for each append. */
    void next(Fault... faults) {
        next.addAll(List.of(faults));
    }

    /** Every append meets this fault from now on. */
    void always(Fault fault) {
        always = fault;
    }

    /** Whether every read fails from now on. */
    void down(boolean down) {
        this.down = down;
    }

    /** The number of appends so far. */
    int appends() {
        return appends;
    }

    /** The commit is stored, the answer is lost, and the append is sent again. */
    static Fault answerLost() {
        return (store, commit) -> {
            store.append(commit);
            return store.append(commit);
        };
    }

    /** The commit is stored, the answer is lost, and the append is not sent again. */
    static Fault givenUpAfterTheWrite() {
        return (store, commit) -> {
            store.append(commit);
            throw unreachable();
        };
    }

    /** The append does not arrive. */
    static Fault lost() {
        return (_, _) -> {
            throw unreachable();
        };
    }

    /** Another writer appends first: one commit for each array of amounts. */
    static Fault afterOthers(Integer[]... commits) {
        return (store, commit) -> {
            for (Integer[] amounts : commits) {
                List<Commit> all = Commits.all(store, commit.stream());
                enter(store, commit.stream(), "other-" + all.size(), amounts);
            }
            return store.append(commit);
        };
    }

    /** Another writer appends first, and this command is among its commits. */
    static Fault afterOthersAnd(CommandId id, CommandDigest digest, Integer... amounts) {
        return (store, commit) -> {
            enter(store, commit.stream(), "other-before", 1);
            append(store, commit.stream(), id, digest, amounts);
            enter(store, commit.stream(), "other-after", 1);
            return store.append(commit);
        };
    }

    /** Appends another writer's commit of account entries at the tail. */
    static Commit enter(EventStore store, StreamName stream, String id, Integer... amounts) {
        return append(store, stream, new CommandId(id), Commits.commandDigest(id), amounts);
    }

    /** Appends another writer's commit of account entries, made by this command, at the tail. */
    static Commit append(
            EventStore store,
            StreamName stream,
            CommandId id,
            CommandDigest digest,
            Integer... amounts) {
        List<Commit> all = Commits.all(store, stream);
        return Commits.append(
                store,
                new NewCommit(
                        all.isEmpty() ? CommitBoundary.startOf(stream) : all.getLast().end(),
                        Account.CODEC.encode(
                                Arrays.stream(amounts).map(Account.Entry::new).toList()),
                        id,
                        digest,
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
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return store.tooLarge(commit);
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
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return up().readBackFrom(stream, sequenceNumber, pageSize);
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        return up().verify(stream, checked, maxCommits);
    }

    private EventStore up() {
        if (down) {
            throw unreachable();
        }
        return store;
    }
}
