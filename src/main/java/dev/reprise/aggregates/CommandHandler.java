package dev.reprise.aggregates;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Handles an aggregate's commands: loads the stream, decides, and appends the decision's events as
 * one commit.
 *
 * <p>Each attempt checks four things in this order:
 *
 * <ol>
 *   <li>Whether the call may see the stream. This takes no read of its own.
 *   <li>The command's id. If the stream has a commit of this command, that commit is the outcome,
 *       and the precondition is not checked again. Checked are a stream's creation, its last {@link
 *       SnapshotRule#MIN_COMMITS} commits, and its last {@link CommandFingerprints#MAX} commits
 *       whose command had an id of its caller.
 *   <li>The precondition.
 *   <li>The decision.
 * </ol>
 *
 * <p>Recently handled streams stay in memory, and a command may be decided from there without a
 * read. An append is safe: if another commit was appended in between, the append conflicts. A
 * refusal (hidden, rejected, precondition failed, nothing to do, too large) writes nothing, so no
 * conflict would show that the memory is out of date. It is answered only after a strongly
 * consistent read.
 *
 * <p>Safe for use by many threads. Keep one for the life of the process: it keeps the recent
 * streams.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public final class CommandHandler<C, S, E, R> {

    /** How much memory recent streams may take by default: about 64 MiB. */
    public static final long DEFAULT_MEMORY_BYTES = 64L * 1024 * 1024;

    /** How long a command waits for other commands of this process on the same stream. */
    private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(8);

    private final EventStore store;
    private final Aggregate<C, S, E, R> aggregate;
    private final Decider<C, S, E, R> decider;
    private final InstantSource clock;
    private final RetryPolicy retryPolicy;
    private final StreamLoader<S, E> loader;
    private final RecentStreams<S, E> recent;
    private final StreamLocks locks = new StreamLocks();

    /** A handler with {@link #DEFAULT_MEMORY_BYTES} of memory. */
    public CommandHandler(
            EventStore store,
            Aggregate<C, S, E, R> aggregate,
            InstantSource clock,
            RetryPolicy retryPolicy) {
        this(store, aggregate, clock, retryPolicy, DEFAULT_MEMORY_BYTES);
    }

    /**
     * A handler.
     *
     * @param clock the time of the commits
     * @param retryPolicy how often a command is tried again after a conflict
     * @param memoryBytes about how many bytes recent streams may take in memory; 0 to load the
     *     stream for each command
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

    /** Handles a command of a call that may see every stream. */
    public CommandResult<VersionedState<S>, R> handle(
            StreamName stream, C command, CommandContext context) {
        return handle(stream, command, context, new Visibility.All<>());
    }

    /**
     * Handles one command until its outcome is known.
     *
     * @param visibility which streams the call may see. A creation of a new stream is never hidden:
     *     the caller of this method checks for whom it may create
     * @throws StoreUnavailableException if the store did not answer. The command may have been
     *     recorded; repeat the same call to learn its outcome
     * @throws BrokenStreamException if the stream cannot be replayed
     * @throws IllegalStateException if the decider records events that its own {@code evolve}
     *     refuses, or that the codec does not decode as they were decided; nothing was recorded
     */
    public CommandResult<VersionedState<S>, R> handle(
            StreamName stream, C command, CommandContext context, Visibility<S> visibility) {
        return handle(new StreamCommand<>(stream, command, context, visibility, false))
                .map(CommandOutcome::after);
    }

    /**
     * Decides one command and records nothing: the outcome is that of {@link #handle}, had it been
     * called instead. Acceptance writes nothing here, so it is answered like a refusal, only after
     * a strongly consistent read. Nothing of a dry run stays in memory.
     *
     * @throws StoreUnavailableException if the store did not answer
     * @throws BrokenStreamException as {@link #handle} does
     * @throws IllegalStateException as {@link #handle} does
     */
    public CommandResult<CommandOutcome<S, E>, R> dryRun(
            StreamName stream, C command, CommandContext context, Visibility<S> visibility) {
        return handle(new StreamCommand<>(stream, command, context, visibility, true));
    }

    private CommandResult<CommandOutcome<S, E>, R> handle(StreamCommand<C, S> call) {
        if (!locks.lock(call.stream(), MAX_LOCK_WAIT)) {
            return new CommandResult.Contended<>(0);
        }
        try {
            return decider.startsStream(call.command())
                    ? handleCreation(call)
                    : handleOnExisting(call, Load.Consistency.EVENTUAL);
        } finally {
            locks.unlock(call.stream());
        }
    }

    /**
     * Handles a command that can only be a stream's first: appends without a read. If the stream
     * exists, its first commit holds the place and comes back.
     */
    private CommandResult<CommandOutcome<S, E>, R> handleCreation(StreamCommand<C, S> call) {
        return switch (attempt(call, new Fold<>(aggregate, call.stream()))) {
            case Attempt.Appended(var result) -> result;
            case Attempt.NothingAppended(var result) ->
                    store.commitAtOrBefore(call.stream(), 1)
                            .map(first -> creationOfExistingStream(call, first))
                            .orElse(result);
            case Attempt.Conflicted(Commit first) -> creationOfExistingStream(call, first);
        };
    }

    private CommandResult<CommandOutcome<S, E>, R> creationOfExistingStream(
            StreamCommand<C, S> call, Commit first) {
        if (call.made(first)) {
            Fold<S, E> fold = new Fold<>(aggregate, call.stream());
            fold.add(first);
            if (!call.shows(fold)) {
                return new CommandResult.Hidden<>();
            }
            return originalOutcome(call, RecordedCommand.of(first), fold);
        }
        return handleOnExisting(call, Load.Consistency.STRONG);
    }

    /**
     * Handles a command on the stream as it is now.
     *
     * @param consistency of the load, if the stream is not in memory
     */
    private CommandResult<CommandOutcome<S, E>, R> handleOnExisting(
            StreamCommand<C, S> call, Load.Consistency consistency) {
        // 1. Take the stream from memory, or load it.
        RetryPolicy.Retries retries = retryPolicy.start();
        Optional<Fold<S, E>> remembered = recent.find(call.stream());
        Fold<S, E> fold = remembered.orElseGet(() -> loader.tail(call.stream(), consistency));
        boolean stronglyRead = remembered.isEmpty() && consistency == Load.Consistency.STRONG;
        for (int attempts = 1; ; ) {
            // 2. If the stream has this command already, return what it did then.
            boolean shown = call.shows(fold);
            Optional<RecordedCommand> recorded =
                    shown ? loader.findCommand(fold, call.context().id()) : Optional.empty();
            if (recorded.isPresent()) {
                keep(call, fold);
                return originalOutcome(call, recorded.get(), fold);
            }
            // 3. Check the precondition, decide, append.
            switch (shown
                    ? attempt(call, fold)
                    : new Attempt.NothingAppended<S, E, R>(new CommandResult.Hidden<>())) {
                case Attempt.Appended(var result) -> {
                    return result;
                }
                case Attempt.NothingAppended(var result) -> {
                    if (stronglyRead) {
                        keep(call, fold);
                        return result;
                    }
                }
                case Attempt.Conflicted<S, E, R> _ -> {
                    if (!retries.again()) {
                        keep(call, fold);
                        return new CommandResult.Contended<>(attempts);
                    }
                    attempts++;
                }
            }
            // 4. Read what came in between, and begin again at 2.
            fold = loader.catchUp(fold, call::made);
            stronglyRead = true;
        }
    }

    private Attempt<S, E, R> attempt(StreamCommand<C, S> call, Fold<S, E> fold) {
        if (!call.context().precondition().admits(fold.version())) {
            return new Attempt.NothingAppended<>(
                    new CommandResult.PreconditionFailed<>(fold.version()));
        }
        S state = aggregate.personal().opened(call.stream(), call.command(), fold.state());
        return switch (decider.decide(call.command(), state)) {
            case Decision.Rejected(R reason) ->
                    new Attempt.NothingAppended<>(new CommandResult.Rejected<>(reason));
            case Decision.Accepted(List<E> events) when events.isEmpty() ->
                    new Attempt.NothingAppended<>(handled(fold, false));
            case Decision.Accepted(List<E> events) -> append(call, fold, events);
        };
    }

    private Attempt<S, E, R> append(StreamCommand<C, S> call, Fold<S, E> fold, List<E> decided) {
        // Sealing may make a key; a dry run must not.
        List<E> events =
                call.dryRun()
                        ? decided
                        : aggregate.personal().sealed(call.stream(), fold.state(), decided);
        Instant now = clock.instant();
        S after = fold.stateAfter(events, fold.boundary().nextAt(now));
        NewCommit commit =
                new NewCommit(
                        fold.boundary(),
                        ReadableEvents.encode(aggregate.events(), events, fold.boundary()),
                        call.context().id(),
                        call.context().digest(),
                        call.context().metadata(),
                        now,
                        fold.snapshotOffer(after));
        if (call.dryRun()) {
            return new Attempt.NothingAppended<>(preview(commit, events, after));
        }
        return switch (store.append(commit)) {
            case AppendResult.Appended(Commit stored) -> {
                fold.addAppended(stored, after, commit.snapshot().isPresent());
                recent.keep(fold);
                yield new Attempt.Appended<>(handled(fold, false));
            }
            case AppendResult.AlreadyAppended(Commit stored) -> {
                fold.add(stored);
                recent.keepIfNewer(fold);
                yield new Attempt.Appended<>(handled(fold, !stored.at().equals(commit.at())));
            }
            case AppendResult.TooLarge(int bytes, int limit) ->
                    new Attempt.NothingAppended<>(new CommandResult.TooLarge<>(bytes, limit));
            case AppendResult.Conflict(Commit winner) -> new Attempt.Conflicted<>(winner);
        };
    }

    /** What the append of a commit would come to, if its place is free. */
    private CommandResult<CommandOutcome<S, E>, R> preview(
            NewCommit commit, List<E> events, S after) {
        Optional<AppendResult.TooLarge> tooLarge = store.tooLarge(commit);
        if (tooLarge.isPresent()) {
            return new CommandResult.TooLarge<>(tooLarge.get().bytes(), tooLarge.get().limit());
        }
        return new CommandResult.Handled<>(
                new CommandOutcome<>(
                        new VersionedState<>(after, commit.version(), commit.at()),
                        RecordedEvent.allOf(commit, events)));
    }

    private CommandResult<CommandOutcome<S, E>, R> handled(Fold<S, E> fold, boolean replayed) {
        return new CommandResult.Handled<>(CommandOutcome.of(fold.versionedState()), replayed);
    }

    private void keep(StreamCommand<C, S> call, Fold<S, E> fold) {
        if (!call.dryRun()) {
            recent.keep(fold);
        }
    }

    /** What the command did when it was recorded, whatever came after it. */
    private CommandResult<CommandOutcome<S, E>, R> originalOutcome(
            StreamCommand<C, S> call, RecordedCommand recorded, Fold<S, E> fold) {
        if (!recorded.digest().mayBeSameAs(call.context().digest())) {
            return new CommandResult.CommandIdReused<>(recorded.version());
        }
        Fold<S, E> then =
                recorded.version().equals(fold.version())
                        ? fold
                        : loader.asOf(call.stream(), recorded.version());
        return handled(then, true);
    }
}
