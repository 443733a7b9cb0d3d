package dev.reprise.eventstore;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs an aggregate's commands: replays the stream, decides, and appends the outcome as one commit.
 *
 * <p>Whether it is the first look at the stream or a look after a lost race, the order is the same.
 * First the command's own id: if the stream has it, that commit is the outcome, whatever the
 * precondition says by now. Then the precondition. Then the decision.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public final class CommandHandler<C, S, E, R> {

    private final EventStore store;
    private final Decider<C, S, E, R> decider;
    private final EventCodec<E> codec;
    private final InstantSource clock;
    private final RetryPolicy retryPolicy;

    public CommandHandler(
            EventStore store,
            Decider<C, S, E, R> decider,
            EventCodec<E> codec,
            InstantSource clock,
            RetryPolicy retryPolicy) {
        this.store = store;
        this.decider = decider;
        this.codec = codec;
        this.clock = clock;
        this.retryPolicy = retryPolicy;
    }

    /**
     * Handles one command, to its end.
     *
     * @throws StoreUnavailableException if the store did not answer; the command may have been
     *     recorded, and the same call, repeated, finds out
     * @throws BrokenStreamException if the stream cannot be replayed
     */
    public CommandResult<Replayed<S>, R> handle(
            StreamName stream, C command, CommandContext context) {
        RetryPolicy.Retries retries = retryPolicy.start();
        Fold<S, E> fold = new Fold<>(decider, codec, stream);
        for (int attempt = 1; ; attempt++) {
            Optional<CommandResult<Replayed<S>, R>> earlier = catchUp(fold, context);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            StreamVersion version = fold.boundary().version();
            if (!context.precondition().admits(version)) {
                return new CommandResult.PreconditionFailed<>(version);
            }
            List<E> events;
            switch (decider.decide(command, fold.state())) {
                case Decision.Rejected<E, R>(R reason) -> {
                    return new CommandResult.Rejected<>(reason);
                }
                case Decision.Accepted<E, R>(List<E> accepted) -> events = accepted;
            }
            if (events.isEmpty()) {
                return new CommandResult.Handled<>(fold.replayed());
            }
            NewCommit commit =
                    new NewCommit(
                            fold.boundary(),
                            codec.encode(events),
                            context.id(),
                            context.hash(),
                            context.metadata(),
                            clock.instant());
            switch (store.append(commit)) {
                case AppendResult.Appended(Commit stored) -> {
                    fold.add(stored);
                    return new CommandResult.Handled<>(fold.replayed());
                }
                case AppendResult.AlreadyAppended(Commit stored) -> {
                    fold.add(stored);
                    return new CommandResult.Handled<>(fold.replayed());
                }
                case AppendResult.TooLarge(int bytes, int limit) -> {
                    return new CommandResult.TooLarge<>(bytes, limit);
                }
                case AppendResult.Conflict _ -> {
                    if (!retries.again()) {
                        return new CommandResult.Contended<>(attempt);
                    }
                }
            }
        }
    }

    /**
     * Folds every commit from the fold's boundary on; stops, with the outcome, at one that bears
     * the command's id.
     */
    private Optional<CommandResult<Replayed<S>, R>> catchUp(
            Fold<S, E> fold, CommandContext context) {
        for (Commit commit : store.readAfter(fold.boundary())) {
            fold.add(commit);
            if (commit.commandId().equals(context.id())) {
                return Optional.of(
                        commit.commandHash().equals(context.hash())
                                ? new CommandResult.Handled<>(fold.replayed())
                                : new CommandResult.CommandIdReused<>(commit.version()));
            }
        }
        return Optional.empty();
    }
}
