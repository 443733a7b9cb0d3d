package dev.reprise.aggregates;

import dev.reprise.eventstore.EventCodec;
import java.util.Optional;

/**
 * The parts of an aggregate: its decider, the codec of its events and, for snapshots, the codec of
 * its states.
 *
 * @param events encodes and decodes the events
 * @param states encodes and decodes the states for snapshots; empty for no snapshots, so that every
 *     stream is folded from its first event
 * @param snapshotCheck how often a snapshot is compared with the events
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public record Aggregate<C, S, E, R>(
        Decider<C, S, E, R> decider,
        EventCodec<E> events,
        Optional<StateCodec<S>> states,
        SnapshotCheck snapshotCheck) {

    /** An aggregate without snapshots. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events) {
        this(decider, events, Optional.empty(), SnapshotCheck.NEVER);
    }

    /** An aggregate with snapshots, which are not checked. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states) {
        this(decider, events, Optional.of(states), SnapshotCheck.NEVER);
    }

    /** The same aggregate, whose snapshots are checked. */
    public Aggregate<C, S, E, R> with(SnapshotCheck check) {
        return new Aggregate<>(decider, events, states, check);
    }
}
