package dev.reprise.aggregates;

import java.time.Instant;

/**
 * What an aggregate is: pure functions, without a clock, randomness or I/O. What a decision needs
 * of those arrives in the command.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public interface Decider<C, S, E, R> {

    /** The state of a stream without events. */
    S initialState();

    /** What a command comes to in a state. */
    Decision<E, R> decide(C command, S state);

    /**
     * Whether a command can only ever be a stream's first, as a creation is. It is then decided in
     * the initial state and appended without a read: a stream that exists says so itself.
     */
    default boolean startsStream(C command) {
        return false;
    }

    /**
     * The state after one more event. Every event that a decision ever recorded must be taken:
     * deciding is over.
     *
     * @param at the event's timestamp, which is its commit's
     * @throws IllegalStateException if the event cannot follow the ones before it, so that no
     *     decision can have recorded it
     */
    S evolve(S state, E event, Instant at);
}
