package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.JointCommandHandler;
import dev.reprise.aggregates.JointCommandResult;
import dev.reprise.aggregates.JointPart;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.processes.Refusal.ByTarget;
import dev.reprise.processes.Refusal.Outdated;
import dev.reprise.processes.Refusal.Sends;
import dev.reprise.processes.Refusal.TargetChanged;
import dev.reprise.processes.Refusal.TooDeep;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs a process: records each reaction as a step.
 *
 * <p>A step without a command is one append to the stream of its instance. A step with a command is
 * one joint append to the stream of the instance and to the stream that the command changes. So it
 * is recorded in both streams, or in neither. The stream of the instance holds which events it has
 * reacted to. So if a trigger is delivered again, nothing changes, however long ago it was handled.
 *
 * <p>Safe for use by many threads and many machines at once. Make one runner and keep it: the
 * runner keeps recent instances in memory.
 *
 * @param <T> the events that the process reacts to
 * @param <S> states
 * @param <E> own events
 * @param <C> commands
 * @param <R> reasons for a rejection
 */
public final class ProcessRunner<T, S, E, C, R> {

    /**
     * How many commands a step sends at most. Each is sent after the one before it was rejected.
     */
    private static final int MAX_COMMANDS = 8;

    /** How often a step is computed again because its instance or its target has changed. */
    private static final int MAX_ROUNDS = 64;

    private static final long MEMORY_BYTES = 16L * 1024 * 1024;
    private static final int DIGEST_SCHEMA_VERSION = 1;

    private final BusinessProcess<T, S, E, C, R> process;
    private final Target<C, R> target;
    private final Aggregate<Step<T, C, R>, ProcessState<S>, ProcessEvent<E>, Refusal<C, R>>
            instances;
    private final CommandHandler<Step<T, C, R>, ProcessState<S>, ProcessEvent<E>, Refusal<C, R>>
            alone;
    private final JointCommandHandler jointly;
    private final SnapshotVerifier snapshots;

    /**
     * A runner.
     *
     * @param target what the process sends its commands to
     * @param clock the time of the commits
     * @param retryPolicy how often a step is tried again after a conflict
     * @param written the format in which the events of instances are written
     * @throws IllegalArgumentException if the name of the process is not allowed, or one of its own
     *     events has a reserved name
     */
    public ProcessRunner(
            BusinessProcess<T, S, E, C, R> process,
            Target<C, R> target,
            EventStore store,
            InstantSource clock,
            RetryPolicy retryPolicy,
            EventFormat written) {
        this.process = process;
        this.target = target;
        this.instances =
                Instances.of(process, new ProcessDecider<>(process, target.category()), written);
        this.snapshots = new SnapshotVerifier(process.name(), store, instances);
        this.alone = new CommandHandler<>(store, instances, clock, retryPolicy, MEMORY_BYTES);
        this.jointly = new JointCommandHandler(store, clock, retryPolicy);
    }

    /** The process. */
    public BusinessProcess<T, S, E, C, R> process() {
        return process;
    }

    /**
     * Shows the stored events of a process.
     *
     * @param process the name of the process
     */
    public static StoredBodies storedBodies(String process, OwnEvents<?> ownEvents) {
        return new StoredBodies(process, ProcessEvents.schemas(ownEvents));
    }

    /** Compares the snapshots of instances with their events. */
    public SnapshotVerifier snapshots() {
        return snapshots;
    }

    /**
     * Reacts to events of one commit, in as many steps as needed.
     *
     * @param instance the stream of the instance
     * @param events at least one, in order
     * @throws StoreUnavailableException if the store did not answer, or others appended to the
     *     streams all the time; some of the steps may be recorded. Repeat the same call
     * @throws RuntimeException if the instance cannot react
     */
    void react(StreamName instance, List<RecordedEvent<T>> events) {
        List<RecordedEvent<T>> rest = events;
        while (!rest.isEmpty()) {
            RecordedEvent<T> first = rest.getFirst();
            Cause cause = Cause.of(first);
            long upTo = run(new Run(instance, new Trigger.Events<>(rest), cause)).upTo();
            rest = rest.stream().filter(event -> event.sequenceNumber() > upTo).toList();
        }
    }

    /**
     * Reacts to a deadline, if it is still pending.
     *
     * @param instance the stream of the instance
     * @return the outcome; never {@link DeadlineOutcome#FAILED}
     * @throws StoreUnavailableException as {@link #react}
     * @throws RuntimeException as {@link #react}
     */
    DeadlineOutcome reach(StreamName instance, PendingDeadline deadline) {
        Cause cause =
                new Cause(
                        instance,
                        deadline.number(),
                        deadline.correlationId().orElse(null),
                        deadline.depth());
        Trigger<T> due = new Trigger.Due<>(deadline.name(), deadline.at(), deadline.number());
        return run(new Run(instance, due, cause)).deadline();
    }

    /**
     * How a step ended.
     *
     * @param upTo the sequence number up to which the events are handled; 0 for a deadline
     * @param deadline the outcome of the deadline, if the step reacts to one
     */
    private record End(long upTo, DeadlineOutcome deadline) {

        static End handled(long upTo) {
            return new End(upTo, DeadlineOutcome.ENDED);
        }
    }

    /** Makes one step. */
    private End run(Run run) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<End> end = run.attempt();
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw run.failures.beganAnew(MAX_ROUNDS);
    }

    /** The attempts to make one step. */
    private final class Run {

        private final StreamName instance;
        private final Trigger<T> trigger;
        private final Cause cause;
        private final Digest content;
        private final StepFailures failures;
        private Step<T, C, R> step;

        Run(StreamName instance, Trigger<T> trigger, Cause cause) {
            this.instance = instance;
            this.trigger = trigger;
            this.cause = cause;
            this.content = trigger.digest(instance, cause);
            this.failures = new StepFailures(instance, cause);
            this.step = Step.first(instance.id(), trigger, cause.depth());
        }

        /** Makes one attempt. Empty if another attempt is needed. */
        Optional<End> attempt() {
            return step.sending().isEmpty() ? appendAlone() : appendJointly(step.sending().get());
        }

        private Optional<End> appendAlone() {
            CommandContext context =
                    new CommandContext(id(), digest(), new Precondition.None(), metadata(cause));
            return switch (alone.handle(instance, step, context)) {
                case CommandResult.Handled(VersionedState<ProcessState<S>> after, _) ->
                        Optional.of(End.handled(handledUpTo(after.state())));
                case CommandResult.Rejected(Refusal<C, R> refusal) -> refused(refusal);
                case CommandResult.Contended(int attempts) -> throw failures.contended(attempts);
                case CommandResult.TooLarge(int bytes, int limit) ->
                        throw failures.tooLarge(bytes, limit);
                case CommandResult.Hidden<?, ?> _,
                        CommandResult.PreconditionFailed<?, ?> _,
                        CommandResult.CommandIdReused<?, ?> _ ->
                        throw failures.idOfAnother();
            };
        }

        /**
         * The sequence number up to which the events are handled: the last one if the instance
         * reacts to none of them.
         */
        private long handledUpTo(ProcessState<S> state) {
            return switch (trigger) {
                case Trigger.Events<T> events -> {
                    long handled = state.handled(events.stream());
                    yield handled < events.events().getFirst().sequenceNumber()
                            ? events.events().getLast().sequenceNumber()
                            : handled;
                }
                case Trigger.Due<T> _ -> 0;
            };
        }

        private Optional<End> appendJointly(Step.Sending<C> sending) {
            StreamName changed =
                    new StreamName(instance.tenant(), target.category(), sending.sent().targetId());
            List<JointPart<Refusal<C, R>>> parts =
                    List.of(
                            new JointPart.Change<>(instances, instance, step),
                            TargetPart.of(
                                    target.aggregate(),
                                    changed,
                                    target.opening().apply(instance, sending.sent().command()),
                                    sending.targetVersion()));
            Cause sent = sending.upTo() == 0 ? cause : cause.at(sending.upTo());
            return switch (jointly.handle(parts, id(), digest(), metadata(sent))) {
                case JointCommandResult.Handled(_, boolean replayed) when !replayed ->
                        Optional.of(End.handled(sending.upTo()));
                // Another call recorded the step, perhaps with fewer events.
                case JointCommandResult.Handled<?> _ -> refused(new Outdated<>());
                case JointCommandResult.Rejected(_, Refusal<C, R> refusal) -> refused(refusal);
                case JointCommandResult.Contended(int attempts) ->
                        throw failures.contended(attempts);
                case JointCommandResult.TooLarge(int bytes, int limit) ->
                        throw failures.tooLarge(bytes, limit);
                case JointCommandResult.CommandIdReused<?> _ -> throw failures.idOfAnother();
            };
        }

        private Optional<End> refused(Refusal<C, R> refusal) {
            switch (refusal) {
                case Sends<C, R>(Step.Sending<C> sending) -> step = step.sending(sending);
                case Outdated<C, R> _ -> step = step.again();
                case ByTarget<C, R>(R reason) -> step = rejected(reason);
                case TooDeep<C, R> _ -> throw failures.tooDeep();
                case TargetChanged<C, R> _ -> {
                    return Optional.of(new End(0, DeadlineOutcome.WAITING));
                }
            }
            return Optional.empty();
        }

        private Step<T, C, R> rejected(R reason) {
            Step.Sending<C> sending = step.sending().orElseThrow();
            if (step.rejections().size() + 1 >= MAX_COMMANDS) {
                throw failures.rejectedTooOften(MAX_COMMANDS);
            }
            return step.after(
                    new RejectedCommand<>(instance.id(), sending.sent(), reason, sending.at()));
        }

        private Metadata metadata(Cause of) {
            return of.metadata(
                    step.onBehalfOf().orElseGet(() -> ProcessNames.actor(process.name())));
        }

        private CommandId id() {
            return CommandId.ofProcess(content);
        }

        private CommandDigest digest() {
            return CommandDigest.of(DIGEST_SCHEMA_VERSION, content);
        }
    }
}
