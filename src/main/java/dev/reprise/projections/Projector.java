package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Keeps the rows of projections. */
public final class Projector {

    public Projector(List<Projection<?, ?>> projections, ViewStore views, EventStore events, InstantSource clock) {}

    /**
     * Applies a batch.
     *
     * @return the ids of the deliveries that have to come again, because a store did not answer; all others are done with
     */
    public Set<String> project(List<Delivery> batch) {
        throw new UnsupportedOperationException();
    }
}
