package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.util.Optional;
import java.util.Set;

/**
 * Registers a projection, and builds its first generation. A projection may be new over events that
 * are old, so its first generation is built like every other one. Where one page holds all commits,
 * as in a new installation, it is filled and live at once.
 */
final class FirstBuild {

    private FirstBuild() {}

    /** The generations of a projection that has none: one that is built. */
    static Generations register(ProjectionVersions projection, ViewStore views) {
        Generation first =
                new Generation(
                        views.nextGenerationNumber(projection.name()),
                        projection.newest().schemaVersion());
        views.saveGenerations(projection.name(), Generations.first(first), Optional.empty());
        // Another process may have been faster.
        return views.generations(projection.name()).orElseThrow();
    }

    /**
     * Fills the generation that is built, and makes it live, if one page holds all commits. It is
     * called after each batch until there is a live generation, and costs a page each time.
     *
     * @return false if there are more commits than one page holds: the generation has to be rebuilt
     * @throws StoreUnavailableException if a store did not answer, or did not take a row: the batch
     *     has to be delivered again, because it may be the last one for long
     */
    static boolean fill(
            ProjectionVersions projection,
            Generations generations,
            ViewStore views,
            EventStore events,
            CommitScan scan) {
        Optional<Projection<?, ?>> version =
                generations.building().flatMap(building -> projection.in(building.schemaVersion()));
        if (version.isEmpty()) {
            return true;
        }
        CommitScan.Page page =
                scan.read(projection.category(), CommitScan.Part.WHOLE, Optional.empty());
        if (page.next().isPresent()) {
            return false;
        }
        Set<StreamName> failed =
                new GenerationBatch<>(
                                version.get(),
                                generations.building().orElseThrow().number(),
                                views,
                                events)
                        .project(Projector.byStream(projection.category(), page.commits()));
        if (!failed.isEmpty()) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    "the first generation of %s could not be filled: %d rows were not written"
                            .formatted(projection.name(), failed.size()));
        }
        views.saveGenerations(projection.name(), generations.switched(), Optional.of(generations));
        return true;
    }
}
