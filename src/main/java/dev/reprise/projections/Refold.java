package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds rows anew that show personal values, once these are forgotten. What a stream contributed to
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
     * Folds the rows of streams anew, in each generation that is written. Done again, it changes
     * nothing.
     *
     * @throws StoreUnavailableException if a store did not answer; some rows may be folded
     */
    public void refold(Set<StreamName> streams) {
        Set<StreamName> failed = new HashSet<>();
        for (ProjectionVersions projection : projections) {
            for (Generation generation :
                    views.generations(projection.name())
                            .map(Generations::written)
                            .orElse(List.of())) {
                projection
                        .in(generation.schemaVersion())
                        .ifPresent(version ->
                                failed.addAll(refold(version, generation.number(), streams)));
            }
        }
        if (!failed.isEmpty()) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    "the rows of " + failed.size() + " streams could not be folded anew");
        }
    }

    private Set<StreamName> refold(
            Projection<?, ?> projection, int generation, Set<StreamName> streams) {
        Set<StreamName> followed = new HashSet<>(streams);
        followed.removeIf(stream -> !stream.category().equals(projection.category()));
        return new GenerationBatch<>(projection, Approach.REFOLDED, generation, views, events)
                .follow(followed);
    }
}
