package dev.reprise.aggregates;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.projections.Projection;
import org.jspecify.annotations.Nullable;

/**
 * A read model that shows each stream's state: the aggregate's own fold and the codec of its
 * snapshots serve for the rows, too. A subclass says where the rows stand in its indexes.
 *
 * <p>Its schema version is that of the states. A subclass that changes its index entries, or what
 * its streams contribute, raises that of its aggregate's {@link StateCodec}.
 *
 * @param <S> states
 * @param <E> events
 */
public abstract class StateProjection<S, E> implements Projection<E, S> {

    private final String name;
    private final String category;
    private final Aggregate<?, S, E, ?> aggregate;
    private final StateCodec<S> states;

    /**
     * The read model of one aggregate.
     *
     * @param name see {@link Projection#name}
     * @param category the category of the aggregate's streams
     * @param aggregate with a {@link StateCodec}
     */
    protected StateProjection(String name, String category, Aggregate<?, S, E, ?> aggregate) {
        this.name = name;
        this.category = category;
        this.aggregate = aggregate;
        this.states =
                aggregate
                        .states()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "the aggregate of "
                                                + name
                                                + " has no StateCodec, which writes the rows"));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String category() {
        return category;
    }

    @Override
    public final int schemaVersion() {
        return states.schemaVersion();
    }

    @Override
    public final EventCodec<E> codec() {
        return aggregate.events();
    }

    @Override
    public final S evolve(@Nullable S state, RecordedEvent<E> event) {
        S before = state == null ? aggregate.decider().initialState() : state;
        return aggregate.decider().evolve(before, event.event(), event.timestamp());
    }

    @Override
    public final String encode(S state) {
        return states.encode(state);
    }

    @Override
    public final S decode(String encoded) {
        return states.decode(encoded);
    }
}
