package dev.reprise.aggregates;

import java.time.Instant;

/**
 * The rules of an aggregate as pure functions: no clock, no randomness, no I/O. If a decision needs
 * a time or a random value, the command carries it.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public interface Decider<C, S, E, R> {

    /** The state of a stream without events. */
    S initialState();

    /** Decides a command in a state: the events to record, or the reason to reject the command. */
    Decision<E, R> decide(C command, S state);

    /**
     * Whether a command can only be the first of a stream, such as a creation. Such a command is
     * decided in the initial state and appended without reading the stream. If the stream exists,
     * the append conflicts.
     */
    default boolean startsStream(C command) {
        return false;
    }

    /**
     * Folds one event onto a state and returns the resulting state. Must accept every event that a
     * decision ever recorded, even if {@link #decide} would refuse its command today.
     *
     * @param at the event's timestamp, which is its commit's
     * @throws IllegalStateException if no decision can have recorded this event in this state
     */
    S evolve(S state, E event, Instant at);
}
