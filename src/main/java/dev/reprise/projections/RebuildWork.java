package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.JobPart.Count;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a generation with the events that are there: a scan of the events table, in parts. Batches
 * that are delivered meanwhile write the generation, too. What both write is conditional on the
 * row, so it does not matter who is first.
 */
final class RebuildWork implements JobWork {

    /** The list of parked rows may be this far behind the rows. */
    private static final Duration LIST_IS_BEHIND = Duration.ofSeconds(2);

    /** How often it is tried to make a generation with parked streams live. */
    private static final Duration PARKED = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(RebuildWork.class.getName());

    private final Map<String, ProjectionVersions> projections;
    private final ViewStore views;
    private final EventStore events;
    private final CommitScan scan;
    private final JobStore jobs;
    private final Switch switching;

    RebuildWork(
            Map<String, ProjectionVersions> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            JobStore jobs,
            Switch switching) {
        this.projections = Map.copyOf(projections);
        this.views = views;
        this.events = events;
        this.scan = scan;
        this.jobs = jobs;
        this.switching = switching;
    }

    @Override
    public Step step(Job job, JobPart part) {
        Optional<Generations> generations = views.generations(job.projection());
        Optional<Generation> building =
                generations
                        .flatMap(Generations::building)
                        .filter(generation -> generation.number() == job.generation());
        if (building.isEmpty()) {
            end(job, generations);
            return new Step.Over();
        }
        Optional<Projection<?, ?>> projection =
                Optional.ofNullable(projections.get(job.projection()))
                        .flatMap(versions -> versions.in(building.get().schemaVersion()));
        if (projection.isEmpty()) {
            // Other code began it, and is to go on with it.
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    "this code does not have "
                            + job.projection()
                            + " in schema version "
                            + building.get().schemaVersion());
        }
        // 1. Read a page.
        CommitScan.Page page =
                scan.read(
                        projection.get().category(),
                        new CommitScan.Part(part.task().part(), job.parts()),
                        part.cursor());
        // 2. Write its rows.
        Map<StreamName, List<DeliveredCommit>> streams =
                Projector.byStream(projection.get().category(), page.commits());
        int failed =
                new GenerationBatch<>(projection.get(), job.generation(), views, events)
                        .project(streams)
                        .size();
        if (failed > 0) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE, failed + " streams of a page could not be applied");
        }
        // 3. Only then the place after the page is saved.
        return new Step.Advanced(
                part.at(page.next())
                        .plus(Count.SCANNED, page.scanned())
                        .plus(Count.APPLIED, streams.size()));
    }

    @Override
    public Optional<Duration> complete(Job job) {
        Optional<Generations> generations = views.generations(job.projection());
        boolean isBuilt =
                generations
                        .flatMap(Generations::building)
                        .filter(building -> building.number() == job.generation())
                        .isPresent();
        if (!isBuilt) {
            end(job, generations);
            return Optional.empty();
        }
        if (job.state() == Job.State.RUNNING) {
            LOG.log(
                    Level.INFO,
                    "generation {0} of {1} has all events",
                    Integer.toString(job.generation()),
                    job.projection());
            jobs.save(job.in(Job.State.SCANNED), Optional.of(job));
            return Optional.of(LIST_IS_BEHIND);
        }
        if (!job.takesEffect()) {
            return Optional.empty();
        }
        return switching.toBuilt(job) instanceof Switch.Result.Parked
                ? Optional.of(PARKED)
                : Optional.empty();
    }

    /** The generation is live, or was dropped. */
    private void end(Job job, Optional<Generations> generations) {
        boolean isLive =
                generations
                        .flatMap(Generations::live)
                        .filter(live -> live.number() == job.generation())
                        .isPresent();
        if (isLive) {
            switching.finish(job);
        } else {
            jobs.save(job.in(Job.State.CANCELLED), Optional.of(job));
        }
    }
}
