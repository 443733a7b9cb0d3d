package dev.reprise.processes;

import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import dev.reprise.processes.ProcessState.Pending;
import dev.reprise.processes.Step.Sending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a step records in the stream of its instance. It computes the reaction in the latest
 * state. So a step is recorded only if the latest reaction sends exactly the command that is
 * appended with the step.
 */
final class ProcessDecider<T, S, E, C, R>
        implements Decider<Step<T, C, R>, ProcessState<S>, ProcessEvent<E>, Refusal<C, R>> {

    /** How many reactions in a row there may be, including the step. */
    static final int MAX_DEPTH = 32;

    private final BusinessProcess<T, S, E, C, R> process;
    private final String targetCategory;

    ProcessDecider(BusinessProcess<T, S, E, C, R> process, String targetCategory) {
        this.process = process;
        this.targetCategory = targetCategory;
    }

    /**
     * What a step has to record.
     *
     * @param first the event that says what the instance reacted to
     * @param before the reactions before the last one, which only change deadlines
     * @param upTo see {@link Sending#upTo}
     * @param at when the trigger happened
     */
    private record Plan<E, C>(
            ProcessEvent<E> first,
            Reaction<E, C> before,
            Reaction<E, C> last,
            long upTo,
            Instant at) {

        Reaction<E, C> reaction() {
            return before.then(last);
        }

        Plan<E, C> withLast(Reaction<E, C> other) {
            return new Plan<>(first, before, other, upTo, at);
        }
    }

    @Override
    public ProcessState<S> initialState() {
        return Instances.initialState(process);
    }

    @Override
    public ProcessState<S> evolve(ProcessState<S> state, ProcessEvent<E> event, Instant at) {
        return Instances.evolve(process, state, event, at);
    }

    @Override
    public Decision<ProcessEvent<E>, Refusal<C, R>> decide(
            Step<T, C, R> step, ProcessState<S> state) {
        // 1. Compute the reaction.
        Optional<Plan<E, C>> triggered = plan(step, state);
        Optional<Plan<E, C>> plan =
                triggered.flatMap(found -> afterRejections(found, step, state.own()));
        // 2. Check that the step still is how the instance reacts.
        if (plan.isEmpty()) {
            return step.sending().isEmpty() && triggered.isEmpty()
                    ? Decision.nothingToDo()
                    : Decision.rejected(new Refusal.Outdated<>());
        }
        if (step.depth() > MAX_DEPTH) {
            return Decision.rejected(new Refusal.TooDeep<>());
        }
        Optional<Sending<C>> sending = sending(plan.get(), step, state);
        if (!sending.equals(step.sending())) {
            return Decision.rejected(
                    sending.<Refusal<C, R>>map(Refusal.Sends::new)
                            .orElseGet(Refusal.Outdated::new));
        }
        // 3. Record it.
        return new Decision.Accepted<>(events(plan.get(), step, state));
    }

    private Optional<Sending<C>> sending(
            Plan<E, C> plan, Step<T, C, R> step, ProcessState<S> state) {
        return plan.last()
                .command()
                .map(sent -> allowed(sent, step))
                .map(sent ->
                        new Sending<>(
                                sent, plan.upTo(), plan.at(), targetVersion(sent, step, state)));
    }

    /** Nobody asked for a command that an event causes. */
    private SentCommand<C> allowed(SentCommand<C> sent, Step<T, C, R> step) {
        if (sent.onBehalfOf().isPresent() && step.trigger() instanceof Trigger.Events<T>) {
            throw new IllegalStateException(
                    process.name()
                            + " reacts to an event by sendOnBehalfOf, which only a reaction to a"
                            + " deadline may use: use send");
        }
        return sent;
    }

    /**
     * See {@link Sending#targetVersion}: the last event of the target to which the instance has
     * reacted.
     *
     * @throws IllegalStateException if the instance reacts to an event. An event cannot wait for a
     *     later event, because events are handled in their order
     */
    private Optional<StreamVersion> targetVersion(
            SentCommand<C> sent, Step<T, C, R> step, ProcessState<S> state) {
        if (!sent.ifUnchanged()) {
            return Optional.empty();
        }
        String target = targetCategory + "-" + sent.targetId();
        if (step.trigger() instanceof Trigger.Events<T>) {
            throw new IllegalStateException(
                    ("%s reacts to an event by sendIfUnchanged to %s, which only a reaction to a"
                                    + " deadline may use: use send, or set a deadline for the time"
                                    + " of the event, and send the command when it is reached")
                            .formatted(process.name(), target));
        }
        if (!process.category().equals(targetCategory)) {
            throw new IllegalStateException(
                    "%s reacts to %s, so it cannot know whether %s has changed: use send"
                            .formatted(process.name(), process.category(), target));
        }
        return Optional.of(new StreamVersion(state.handled(target)));
    }

    /** Empty if the instance has reacted already, or does not react. */
    private Optional<Plan<E, C>> plan(Step<T, C, R> step, ProcessState<S> state) {
        return switch (step.trigger()) {
            case Trigger.Events<T> events -> plan(events, state);
            case Trigger.Due<T>(String name, Instant at, long number) ->
                    state.pending(name)
                            .filter(new Pending(at, number)::equals)
                            .map(_ ->
                                    new Plan<>(
                                            new DeadlineReached<>(name, at),
                                            Reaction.nothing(),
                                            process.onDeadline(
                                                    state.own(),
                                                    new Deadline(step.instanceId(), name, at)),
                                            0,
                                            at));
        };
    }

    /**
     * The reaction to the first of the events, and to the events after it as long as no reaction
     * changes the state.
     */
    private Optional<Plan<E, C>> plan(Trigger.Events<T> trigger, ProcessState<S> state) {
        Reaction<E, C> before = Reaction.nothing();
        Reaction<E, C> last = Reaction.nothing();
        RecordedEvent<T> lastEvent = trigger.events().getFirst();
        for (RecordedEvent<T> event : trigger.events()) {
            if (event.sequenceNumber() <= state.handled(trigger.stream())) {
                continue;
            }
            before = before.then(last);
            last = process.react(state.own(), event);
            lastEvent = event;
            if (!last.keepsState()) {
                break;
            }
        }
        if (before.isNothing() && last.isNothing()) {
            return Optional.empty();
        }
        long upTo = lastEvent.sequenceNumber();
        return Optional.of(
                new Plan<>(
                        new ReactedTo<>(trigger.stream(), upTo),
                        before,
                        last,
                        upTo,
                        lastEvent.timestamp()));
    }

    /** The plan after the rejections; empty if the plan does not send the rejected commands. */
    private Optional<Plan<E, C>> afterRejections(Plan<E, C> plan, Step<T, C, R> step, S state) {
        Reaction<E, C> reaction = plan.last();
        for (RejectedCommand<C, R> rejected : step.rejections()) {
            if (!reaction.command().equals(Optional.of(rejected.sent()))) {
                return Optional.empty();
            }
            reaction = process.onRejection(state, rejected);
        }
        return Optional.of(plan.withLast(reaction));
    }

    private List<ProcessEvent<E>> events(
            Plan<E, C> plan, Step<T, C, R> step, ProcessState<S> state) {
        List<ProcessEvent<E>> events = new ArrayList<>();
        events.add(plan.first());
        step.rejections()
                .forEach(rejected ->
                        events.add(
                                new CommandRejected<>(
                                        targetCategory + "-" + rejected.sent().targetId())));
        ProcessState<S> now =
                plan.first() instanceof DeadlineReached<E> reached
                        ? state.after(reached, _ -> state.own())
                        : state;
        events.addAll(effects(now, plan.reaction()));
        return events;
    }

    /** The events that record a reaction: its own events, and its changes of deadlines. */
    static <S, E> List<ProcessEvent<E>> effects(ProcessState<S> state, Reaction<E, ?> reaction) {
        List<ProcessEvent<E>> events = new ArrayList<>();
        reaction.events().forEach(event -> events.add(new Own<>(event)));
        for (Map.Entry<String, Optional<Instant>> change : reaction.deadlines().entrySet()) {
            Optional<ProcessEvent<E>> changed = change(state, change.getKey(), change.getValue());
            changed.ifPresent(events::add);
        }
        return events;
    }

    /**
     * The event that sets or cancels a deadline; empty if the deadline is set or cancelled already.
     */
    private static <S, E> Optional<ProcessEvent<E>> change(
            ProcessState<S> state, String name, Optional<Instant> at) {
        Optional<Instant> pending = state.pending(name).map(Pending::at);
        if (pending.equals(at)) {
            return Optional.empty();
        }
        return Optional.of(
                at.<ProcessEvent<E>>map(instant -> new DeadlineSet<>(name, instant))
                        .orElseGet(() -> new DeadlineCancelled<>(name)));
    }
}
