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
 * @param personal the personal values of its events
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> reasons for a rejection
 */
public record Aggregate<C, S, E, R>(
        Decider<C, S, E, R> decider,
        EventCodec<E> events,
        Optional<StateCodec<S>> states,
        SnapshotCheck snapshotCheck,
        PersonalValues<C, S, E> personal) {

    /** An aggregate without snapshots. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events) {
        this(decider, events, Optional.empty(), SnapshotCheck.NEVER, PersonalValues.none());
    }

    /** An aggregate with snapshots, which are not checked. */
    public Aggregate(Decider<C, S, E, R> decider, EventCodec<E> events, StateCodec<S> states) {
        this(decider, events, Optional.of(states), SnapshotCheck.NEVER, PersonalValues.none());
    }

    /** The same aggregate, whose snapshots are checked. */
    public Aggregate<C, S, E, R> with(SnapshotCheck check) {
        return new Aggregate<>(decider, events, states, check, personal);
    }

    /** The same aggregate, whose personal values are encrypted. */
    public Aggregate<C, S, E, R> with(PersonalValues<C, S, E> personalValues) {
        return new Aggregate<>(decider, events, states, snapshotCheck, personalValues);
    }
}
