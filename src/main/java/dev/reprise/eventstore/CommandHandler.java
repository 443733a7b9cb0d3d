package dev.reprise.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs an aggregate's commands: folds the stream, decides, and appends the outcome as one commit.
 *
 * <p>In each look at the stream, whether the first or one after a lost race, the order is the same.
 * First the command's own id: if the stream has it, that commit is the outcome, whatever the
 * precondition says by now. Then the precondition. Then the decision. A command's id is known among
 * the stream's last 32 commits, and a creation's for ever.
 *
 * <p>The streams that were handled last are kept in memory, and a command is decided from there
 * without a read. That is safe for an append: any commit in between has taken its place. A no (a
 * rejection, a precondition that fails, nothing to do) is what nobody contradicts, so it is only
 * given after a strongly consistent read.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public final class CommandHandler<C, S, E, R> {

    /** About how much of memory the streams take that are kept there, if nothing else is said. */
    public static final long DEFAULT_MEMORY_BYTES = 64L * 1024 * 1024;

    /** How long a command waits for others of this process on the same stream. */
    private static final Duration TURN = Duration.ofSeconds(8);

    private final EventStore store;
    private final Aggregate<C, S, E, R> aggregate;
    private final Decider<C, S, E, R> decider;
    private final InstantSource clock;
    private final RetryPolicy retryPolicy;
    private final StreamLoader<S, E> loader;
    private final RecentStreams<S, E> recent;
    private final StreamLocks locks = new StreamLocks();

    public CommandHandler(
            EventStore store,
            Aggregate<C, S, E, R> aggregate,
            InstantSource clock,
            RetryPolicy retryPolicy) {
        this(store, aggregate, clock, retryPolicy, DEFAULT_MEMORY_BYTES);
    }

    /**
     * A handler that says how much it keeps in memory.
     *
     * @param memoryBytes about how much recent streams may take; 0 to read each stream for each
     *     command
     */
    public CommandHandler(
            EventStore store,
            Aggregate<C, S, E, R> aggregate,
            InstantSource clock,
            RetryPolicy retryPolicy,
            long memoryBytes) {
        this.store = store;
        this.aggregate = aggregate;
        this.decider = aggregate.decider();
        this.clock = clock;
        this.retryPolicy = retryPolicy;
        this.loader = new StreamLoader<>(store, aggregate);
        this.recent = new RecentStreams<>(memoryBytes);
    }

    /**
     * Handles one command, to its end.
     *
     * @throws StoreUnavailableException if the store did not answer; the command may have been
     *     recorded, and the same call, repeated, finds out
     * @throws BrokenStreamException if the stream cannot be replayed
     * @throws IllegalStateException if the decider records events that its own fold refuses;
     *     nothing was recorded
     */
    public CommandResult<Replayed<S>, R> handle(
            StreamName stream, C command, CommandContext context) {
        if (!locks.lock(stream, TURN)) {
            return new CommandResult.Contended<>(0);
        }
        try {
            Call<C> call = new Call<>(stream, command, context);
            return decider.startsStream(command)
                    ? start(call)
                    : goOn(call, Load.Consistency.EVENTUAL);
        } finally {
            locks.unlock(stream);
        }
    }

    private record Call<C>(StreamName stream, C command, CommandContext context) {

        boolean isOf(Commit commit) {
            return commit.commandId().equals(context.id());
        }
    }

    /** What one attempt came to. */
    private sealed interface Attempt<S, R> {

        /** The command stands, and so does this result. */
        record Recorded<S, R>(CommandResult<Replayed<S>, R> result) implements Attempt<S, R> {}

        /** There was nothing to append, if the stream is as it was taken to be. */
        record Refused<S, R>(CommandResult<Replayed<S>, R> result) implements Attempt<S, R> {}

        /** The stream is not as it was taken to be. */
        record Lost<S, R>(Commit winner) implements Attempt<S, R> {}
    }

    /** A command that is a stream's first, or comes too late. */
    private CommandResult<Replayed<S>, R> start(Call<C> call) {
        return switch (attempt(call, new Fold<>(aggregate, call.stream()))) {
            case Attempt.Recorded<S, R>(CommandResult<Replayed<S>, R> result) -> result;
            case Attempt.Refused<S, R>(CommandResult<Replayed<S>, R> result) ->
                    store.lastBeginningBy(call.stream(), 1)
                            .map(first -> startTooLate(call, first))
                            .orElse(result);
            case Attempt.Lost<S, R>(Commit first) -> startTooLate(call, first);
        };
    }

    private CommandResult<Replayed<S>, R> startTooLate(Call<C> call, Commit first) {
        if (call.isOf(first)) {
            Fold<S, E> fold = new Fold<>(aggregate, call.stream());
            fold.add(first);
            return firstOutcome(call, PastCommand.of(first), fold);
        }
        return goOn(call, Load.Consistency.STRONG);
    }

    /**
     * A command to a stream as it is.
     *
     * @param consistency of the load of a stream that is not in memory
     */
    private CommandResult<Replayed<S>, R> goOn(Call<C> call, Load.Consistency consistency) {
        RetryPolicy.Retries retries = retryPolicy.start();
        Optional<Fold<S, E>> remembered = recent.find(call.stream());
        Fold<S, E> fold = remembered.orElseGet(() -> loader.tail(call.stream(), consistency));
        boolean isToTheTail = remembered.isEmpty() && consistency == Load.Consistency.STRONG;
        for (int attempts = 1; ; ) {
            Optional<PastCommand> past = fold.find(call.context().id());
            if (past.isPresent()) {
                recent.keep(fold);
                return firstOutcome(call, past.get(), fold);
            }
            switch (attempt(call, fold)) {
                case Attempt.Recorded<S, R>(CommandResult<Replayed<S>, R> result) -> {
                    return result;
                }
                case Attempt.Refused<S, R>(CommandResult<Replayed<S>, R> result) -> {
                    if (isToTheTail) {
                        recent.keep(fold);
                        return result;
                    }
                }
                case Attempt.Lost<S, R> _ -> {
                    if (!retries.again()) {
                        return new CommandResult.Contended<>(attempts);
                    }
                    attempts++;
                }
            }
            fold = readOn(call, fold);
            isToTheTail = true;
        }
    }

    private Attempt<S, R> attempt(Call<C> call, Fold<S, E> fold) {
        if (!call.context().precondition().admits(fold.version())) {
            return new Attempt.Refused<>(new CommandResult.PreconditionFailed<>(fold.version()));
        }
        return switch (decider.decide(call.command(), fold.state())) {
            case Decision.Rejected<E, R>(R reason) ->
                    new Attempt.Refused<>(new CommandResult.Rejected<>(reason));
            case Decision.Accepted<E, R>(List<E> events) when events.isEmpty() ->
                    new Attempt.Refused<>(new CommandResult.Handled<>(fold.replayed()));
            case Decision.Accepted<E, R>(List<E> events) -> append(call, fold, events);
        };
    }

    private Attempt<S, R> append(Call<C> call, Fold<S, E> fold, List<E> events) {
        Instant now = clock.instant();
        S after = fold.with(events, fold.boundary().nextAt(now));
        NewCommit commit =
                new NewCommit(
                        fold.boundary(),
                        aggregate.events().encode(events),
                        call.context().id(),
                        call.context().hash(),
                        call.context().metadata(),
                        now,
                        fold.snapshotOffer(after));
        return switch (store.append(commit)) {
            case AppendResult.Appended(Commit stored) -> {
                fold.addAppended(stored, after);
                recent.keep(fold);
                yield recorded(fold);
            }
            case AppendResult.AlreadyAppended(Commit stored) -> {
                fold.add(stored);
                recent.keepIfNewer(fold);
                yield recorded(fold);
            }
            case AppendResult.TooLarge(int bytes, int limit) ->
                    new Attempt.Refused<>(new CommandResult.TooLarge<>(bytes, limit));
            case AppendResult.Conflict(Commit winner) -> new Attempt.Lost<>(winner);
        };
    }

    private Attempt<S, R> recorded(Fold<S, E> fold) {
        return new Attempt.Recorded<>(new CommandResult.Handled<>(fold.replayed()));
    }

    /**
     * Folds every commit from the fold's boundary on, strongly read; stops at one that bears the
     * command's id. Of a stream that was taken to be empty, nothing of this command was looked for
     * yet, and its end is as good.
     */
    private Fold<S, E> readOn(Call<C> call, Fold<S, E> fold) {
        if (fold.version().equals(StreamVersion.NONE)) {
            return loader.tail(call.stream(), Load.Consistency.STRONG);
        }
        for (Commit commit : store.readAfter(fold.boundary())) {
            fold.add(commit);
            if (call.isOf(commit)) {
                break;
            }
        }
        return fold;
    }

    private CommandResult<Replayed<S>, R> firstOutcome(
            Call<C> call, PastCommand past, Fold<S, E> fold) {
        if (!past.hash().equals(call.context().hash())) {
            return new CommandResult.CommandIdReused<>(past.version());
        }
        Fold<S, E> then =
                past.version().equals(fold.version())
                        ? fold
                        : loader.asOf(call.stream(), past.version());
        return new CommandResult.Handled<>(then.replayed());
    }
}
