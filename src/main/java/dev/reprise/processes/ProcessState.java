package dev.reprise.processes;

import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The state of an instance.
 *
 * @param own the state that the process folds from the instance's own events
 * @param events how many events the stream has
 * @param handled for each stream that the instance has reacted to, the sequence number of the last
 *     event that is handled
 * @param deadlines the pending deadlines, by name
 */
record ProcessState<S>(
        S own, long events, SortedMap<String, Long> handled, SortedMap<String, Pending> deadlines) {

    /**
     * A pending deadline.
     *
     * @param number the sequence number of the event that set it. Two deadlines have different
     *     numbers, even with the same name and instant
     */
    record Pending(Instant at, long number) {}

    ProcessState {
        handled = Collections.unmodifiableSortedMap(handled);
        deadlines = Collections.unmodifiableSortedMap(deadlines);
    }

    /** The state before the first event. */
    static <S> ProcessState<S> initial(S own) {
        return new ProcessState<>(own, 0, new TreeMap<>(), new TreeMap<>());
    }

    /** The sequence number of the last handled event of a stream; 0 if none is handled. */
    long handled(String stream) {
        return handled.getOrDefault(stream, 0L);
    }

    Optional<Pending> pending(String deadline) {
        return Optional.ofNullable(deadlines.get(deadline));
    }

    /**
     * The state after one more event.
     *
     * @param evolve folds an own event onto the own state
     */
    <E> ProcessState<S> after(ProcessEvent<E> event, Function<E, S> evolve) {
        return switch (event) {
            case Own<E>(E ownEvent) ->
                    new ProcessState<>(evolve.apply(ownEvent), events + 1, handled, deadlines);
            case ReactedTo<E>(String stream, long sequenceNumber) ->
                    new ProcessState<>(
                            own, events + 1, with(handled, stream, sequenceNumber), deadlines);
            case CommandRejected<E> _ -> withDeadlines(deadlines);
            case DeadlineSet<E>(String name, Instant at) ->
                    withDeadlines(with(deadlines, name, new Pending(at, events + 1)));
            case DeadlineCancelled<E>(String name) -> withDeadlines(withoutPending(name));
            case DeadlineReached<E>(String name, Instant _) -> withDeadlines(withoutPending(name));
        };
    }

    private ProcessState<S> withDeadlines(SortedMap<String, Pending> changed) {
        return new ProcessState<>(own, events + 1, handled, changed);
    }

    private SortedMap<String, Pending> withoutPending(String name) {
        SortedMap<String, Pending> rest = new TreeMap<>(deadlines);
        if (rest.remove(name) == null) {
            throw new IllegalStateException("the deadline " + name + " is not pending");
        }
        return rest;
    }

    private static <V> SortedMap<String, V> with(Map<String, V> present, String key, V value) {
        SortedMap<String, V> more = new TreeMap<>(present);
        more.put(key, value);
        return more;
    }
}
