package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Handles the commands of callers to the instances of a process. A command records own events, and
 * sets and cancels deadlines, by one append to the stream of the instance. It sends nothing to the
 * target.
 *
 * <p>A command and a step of the {@link ProcessRunner} may change an instance at the same time.
 * Both are decided on the latest state: one append is first, and the other decision is made again.
 *
 * <p>Safe for use by many threads. Keep one: it keeps recent instances in memory.
 *
 * @param <C> commands of callers
 * @param <S> states of an instance
 * @param <E> own events
 * @param <R> reasons for a rejection
 */
public final class CallerCommands<C, S, E, R> {

    private static final long MEMORY_BYTES = 16L * 1024 * 1024;

    private final String category;
    private final CommandHandler<C, ProcessState<S>, ProcessEvent<E>, R> handler;
    private final StreamReplay<ProcessState<S>, ProcessEvent<E>> replay;

    /**
     * Commands of callers to one process.
     *
     * @param clock the time of the commits
     * @param retryPolicy how often a command is tried again after a conflict
     * @param written the format in which the events of instances are written
     */
    public CallerCommands(
            BusinessProcess<?, S, E, ?, ?> process,
            CallerRules<C, S, E, R> rules,
            EventStore store,
            InstantSource clock,
            RetryPolicy retryPolicy,
            EventFormat written) {
        Aggregate<C, ProcessState<S>, ProcessEvent<E>, R> instances =
                Instances.of(process, new CallerDecider<>(process, rules), written);
        this.category = process.name();
        this.handler = new CommandHandler<>(store, instances, clock, retryPolicy, MEMORY_BYTES);
        this.replay = new StreamReplay<>(store, instances);
    }

    /**
     * Handles one command. The instance need not exist.
     *
     * @param instanceId the id of the instance
     * @return the own state of the instance after the command, see {@link CommandResult}; never
     *     {@link CommandResult.Hidden}
     * @throws dev.reprise.eventstore.StoreUnavailableException if the store did not answer. The
     *     command may have been recorded: repeat the same call to learn its outcome
     */
    public CommandResult<VersionedState<S>, R> handle(
            Tenant tenant, String instanceId, C command, CommandContext context) {
        return handler.handle(stream(tenant, instanceId), command, context)
                .map(CallerCommands::own);
    }

    /** The own state of an instance now, strongly read; empty if it has no events. */
    public Optional<VersionedState<S>> current(Tenant tenant, String instanceId) {
        return replay.current(stream(tenant, instanceId)).map(CallerCommands::own);
    }

    /** The stream of an instance. */
    public StreamName stream(Tenant tenant, String instanceId) {
        return new StreamName(tenant, category, instanceId);
    }

    private static <S> VersionedState<S> own(VersionedState<ProcessState<S>> state) {
        return new VersionedState<>(state.state().own(), state.version(), state.at());
    }

    /** Decides commands by the rules, and folds events as the process does. */
    private record CallerDecider<C, S, E, R>(
            BusinessProcess<?, S, E, ?, ?> process, CallerRules<C, S, E, R> rules)
            implements Decider<C, ProcessState<S>, ProcessEvent<E>, R> {

        @Override
        public ProcessState<S> initialState() {
            return Instances.initialState(process);
        }

        @Override
        public Decision<ProcessEvent<E>, R> decide(C command, ProcessState<S> state) {
            return switch (rules.decide(command, state.own())) {
                case CallerRules.Answer.Accepted<E, R>(Reaction<E, Void> reaction) ->
                        new Decision.Accepted<>(ProcessDecider.effects(state, reaction));
                case CallerRules.Answer.Rejected<E, R>(R reason) -> Decision.rejected(reason);
            };
        }

        @Override
        public ProcessState<S> evolve(ProcessState<S> state, ProcessEvent<E> event, Instant at) {
            return Instances.evolve(process, state, event, at);
        }
    }
}
