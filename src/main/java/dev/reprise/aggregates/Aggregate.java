package dev.reprise.aggregates;

import dev.reprise.eventstore.EventCodec;
import java.util.Optional;

/**
 * What an aggregate consists of: its rules, how its events are stored, and how its states are, if
 * they are at all.
 *
 * @param events how its events are stored
 * @param states how its states are stored as snapshots; empty to fold every stream from its first
 *     event
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public record Aggregate<C, S, E, R>(
        Decider<C, S, E, R> decider, EventCodec<E> events, Optional<StateCodec<S>> states) {

    /** An aggregate without snapshots. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events) {
        this(decider, events, Optional.empty());
    }

    /** An aggregate with snapshots. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states) {
        this(decider, events, Optional.of(states));
    }
}
