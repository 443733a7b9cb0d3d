package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Decision;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessState.Pending;
import dev.reprise.serialization.EventFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tests a process as a sentence, without a store: given past events, when an event happens or time
 * passes, then the process records these own events, sends these commands, and has these deadlines.
 * The clock is moved by hand.
 *
 * <p>Each reaction is computed twice, and has to be the same. Events are encoded and decoded.
 *
 * @param <T> the events that the process reacts to
 * @param <S> states
 * @param <E> own events
 * @param <C> commands
 * @param <R> reasons for a rejection
 */
public final class ProcessScenario<T, S, E, C, R> {

    /** The time at which a scenario begins. */
    public static final Instant START = Instant.parse("2026-01-31T08:15:30.120Z");

    private final BusinessProcess<T, S, E, C, R> process;
    private final ProcessDecider<T, S, E, C, R> decider;
    private final EventCodec<ProcessEvent<E>> codec;
    private final Map<String, ProcessState<S>> instances = new HashMap<>();
    private final Map<String, Long> sequenceNumbers = new HashMap<>();
    private Instant now = START;
    private @Nullable R rejection;
    private Then<E, C> done = new Then<>();

    public ProcessScenario(BusinessProcess<T, S, E, C, R> process) {
        this.process = process;
        this.decider = new ProcessDecider<>(process, process.category());
        this.codec = ProcessEvents.codec(process.ownEvents(), EventFormat.JSON);
    }

    /** These events have happened in a stream, one after the other, at the present time. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final ProcessScenario<T, S, E, C, R> given(String streamId, T... events) {
        for (T event : events) {
            happen(streamId, event);
        }
        return this;
    }

    /** This time has passed. Deadlines were reached in the order of their time. */
    public ProcessScenario<T, S, E, C, R> givenTimePassed(Duration time) {
        pass(time);
        return this;
    }

    /**
     * This time has passed, and no deadline was reached, for example because the process was off.
     * Deadlines of this time are reached as soon as time passes again, so they are reached late.
     */
    public ProcessScenario<T, S, E, C, R> givenTimePassedWithoutDeadlines(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** The target rejects each command from now on. */
    public ProcessScenario<T, S, E, C, R> givenRejections(R reason) {
        rejection = reason;
        return this;
    }

    /** An event happens in a stream. */
    public Then<E, C> when(String streamId, T event) {
        done = new Then<>();
        happen(streamId, event);
        return finished();
    }

    /** Time passes. Deadlines are reached in the order of their time, each at its time. */
    public Then<E, C> whenTimePasses(Duration time) {
        done = new Then<>();
        pass(time);
        return finished();
    }

    private Then<E, C> finished() {
        instances.forEach((id, state) ->
                state.deadlines()
                        .forEach((name, pending) ->
                                done.pending.add(new Deadline(id, name, pending.at()))));
        return done;
    }

    private void happen(String streamId, T event) {
        assertThat(process.codec().decode(process.codec().encode(List.of(event))))
                .containsExactly(event);
        RecordedEvent<T> recorded =
                new RecordedEvent<>(
                        new StreamName(process.category(), streamId),
                        sequenceNumbers.merge(streamId, 1L, Long::sum),
                        event,
                        now,
                        new CommandId("command"),
                        Metadata.NONE);
        process.correlate(recorded)
                .ifPresent(instance -> step(instance, new Trigger.Events<>(List.of(recorded))));
    }

    private void pass(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Deadline> next = next(end); next.isPresent(); next = next(end)) {
            Deadline deadline = next.get();
            now = deadline.at().isAfter(now) ? deadline.at() : now;
            Pending pending = state(deadline.instanceId()).pending(deadline.name()).orElseThrow();
            step(
                    deadline.instanceId(),
                    new Trigger.Due<>(deadline.name(), deadline.at(), pending.number()));
        }
        now = end;
    }

    private Optional<Deadline> next(Instant end) {
        List<Deadline> due = new ArrayList<>();
        instances.forEach((id, state) ->
                state.deadlines()
                        .forEach((name, pending) -> due.add(new Deadline(id, name, pending.at()))));
        return due.stream()
                .filter(deadline -> !deadline.at().isAfter(end))
                .min(Comparator.comparing(Deadline::at).thenComparing(Deadline::instanceId));
    }

    private ProcessState<S> state(String instance) {
        return instances.computeIfAbsent(instance, _ -> decider.initialState());
    }

    private void step(String instance, Trigger<T> trigger) {
        Step<T, C, R> step = Step.first(instance, trigger, 1);
        while (true) {
            Decision<ProcessEvent<E>, Refusal<C, R>> decision = decide(step);
            switch (decision) {
                case Decision.Accepted(List<ProcessEvent<E>> events) -> {
                    record(instance, events, step);
                    return;
                }
                case Decision.Rejected(Refusal.Sends<C, R>(Step.Sending<C> sending)) ->
                        step =
                                rejection == null
                                        ? step.sending(sending)
                                        : step.after(
                                                new RejectedCommand<>(
                                                        instance,
                                                        sending.sent(),
                                                        rejection,
                                                        sending.at()));
                case Decision.Rejected(Refusal<C, R> other) ->
                        throw new AssertionError("refused: " + other);
            }
        }
    }

    private Decision<ProcessEvent<E>, Refusal<C, R>> decide(Step<T, C, R> step) {
        Decision<ProcessEvent<E>, Refusal<C, R>> decision =
                decider.decide(step, state(step.instanceId()));
        assertThat(decider.decide(step, state(step.instanceId())))
                .as("the same reaction, computed again")
                .isEqualTo(decision);
        return decision;
    }

    private void record(String instance, List<ProcessEvent<E>> events, Step<T, C, R> step) {
        if (events.isEmpty()) {
            return;
        }
        assertThat(codec.decode(codec.encode(events))).isEqualTo(events);
        ProcessState<S> state = state(instance);
        for (ProcessEvent<E> event : events) {
            state = decider.evolve(state, event, now);
            if (event instanceof Own<E>(E own)) {
                done.recorded.add(own);
            }
            if (event instanceof DeadlineReached<E>(String name, Instant at)) {
                done.reached.add(new Deadline(instance, name, at));
            }
        }
        instances.put(instance, state);
        step.sending().ifPresent(sending -> done.sent.add(sending.sent()));
    }

    /** What the process did, to be checked. */
    public static final class Then<E, C> {

        private final List<E> recorded = new ArrayList<>();
        private final List<SentCommand<C>> sent = new ArrayList<>();
        private final List<Deadline> reached = new ArrayList<>();
        private final List<Deadline> pending = new ArrayList<>();

        private Then() {}

        /** It recorded these own events, in order, and no others. */
        @SafeVarargs
        @SuppressWarnings("varargs")
        public final Then<E, C> then(E... events) {
            assertThat(recorded).containsExactly(events);
            return this;
        }

        /** It sent this command, and no other. The target accepted it. */
        public Then<E, C> thenSends(String targetId, C command) {
            assertThat(sent).containsExactly(new SentCommand<>(targetId, command));
            return this;
        }

        /**
         * As {@link #thenSends}, on condition that the target has no event that it does not know.
         */
        public Then<E, C> thenSendsIfUnchanged(String targetId, C command) {
            assertThat(sent).containsExactly(new SentCommand<>(targetId, command, true));
            return this;
        }

        /** It sent no command that the target accepted. */
        public Then<E, C> thenSendsNothing() {
            assertThat(sent).isEmpty();
            return this;
        }

        /** It recorded no own event and sent no command. */
        public Then<E, C> thenNothing() {
            assertThat(recorded).isEmpty();
            return thenSendsNothing();
        }

        /** These deadlines are pending, and no others. */
        public Then<E, C> thenPending(Deadline... deadlines) {
            assertThat(pending).containsExactlyInAnyOrder(deadlines);
            return this;
        }

        /** These deadlines were reached, in order, and no others. */
        public Then<E, C> thenReached(Deadline... deadlines) {
            assertThat(reached).containsExactly(deadlines);
            return this;
        }
    }
}
