package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedView;
import java.time.Instant;

/**
 * A stream's state as of a version.
 *
 * @param version the number of events that were folded into the state
 * @param at the timestamp of the last of these events
 */
public record VersionedState<S>(S state, StreamVersion version, Instant at) {

    /** The state that a {@link StateProjection} shows. */
    public static <S> VersionedState<S> of(ProjectedView<S> row) {
        return new VersionedState<>(row.view(), row.version(), row.updatedAt());
    }
}
