package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ProjectedRow.Parked;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Refolds rows that show personal values, once these are forgotten. What a stream contributed to
 * shared rows before is taken back with the same write.
 */
public final class Refold {

    private final List<ProjectionVersions> projections;
    private final ViewStore views;
    private final EventStore events;

    public Refold(
            List<? extends Projection<?, ?>> projections, ViewStore views, EventStore events) {
        this.projections =
                ProjectionVersions.of(
                        projections.stream().filter(Projection::showsPersonalData).toList());
        this.views = views;
        this.events = events;
    }

    /**
     * Refolds the rows of streams in each generation that is written.
     *
     * @throws StoreUnavailableException if a store did not answer, or rows are left as they are:
     *     another release writes their generation, or they need a repair or a rebuild
     */
    public void refold(Set<StreamName> streams) {
        int left = 0;
        for (ProjectionVersions projection : projections) {
            for (Generation generation : views.written(projection.name())) {
                left +=
                        projection
                                .in(generation.schemaVersion())
                                .map(version -> refold(version, generation.number(), streams))
                                .orElse(streams.size());
            }
        }
        if (left > 0) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    left
                            + " rows could not be refolded: a store did not answer, another release writes"
                            + " them, or they are parked and need a repair or a rebuild");
        }
    }

    /** How many rows were not refolded. */
    private int refold(Projection<?, ?> projection, int generation, Set<StreamName> streams) {
        Set<StreamName> followed = new HashSet<>(streams);
        followed.removeIf(stream -> !stream.category().equals(projection.category()));
        var batch = new GenerationBatch<>(projection, Approach.REFOLDED, generation, views, events);
        Set<StreamName> failed = batch.follow(followed);
        followed.removeAll(failed);
        Collection<StoredRow> rows =
                views.readAll(followed.stream().map(batch::key).toList()).values();
        return failed.size() + (int) rows.stream().filter(Refold::isLeft).count();
    }

    /** Whether a row is as it was: nobody could say what it contributes, or should show. */
    private static boolean isLeft(StoredRow stored) {
        return stored.intact()
                .filter(row -> row.unfinished().isEmpty())
                .filter(row -> row.parked().map(Refold::isRefolded).orElse(true))
                .isEmpty();
    }

    private static boolean isRefolded(Parked parked) {
        return Approach.REFOLDED.retries(parked, 0);
    }
}
