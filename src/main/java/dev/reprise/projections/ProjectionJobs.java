package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that works on jobs of projections, put together. */
public final class ProjectionJobs {

    private final List<ProjectionVersions> projections;
    private final JobStore jobs;
    private final JobQueue queue;
    private final InstantSource clock;
    private final Rebuild rebuild;
    private final Repair repair;
    private final JobRunner runner;

    /**
     * Settings.
     *
     * @param parts in how many parts the events are scanned, 1 or more
     * @param retirement how long a generation is written after it was live; more than {@link
     *     LiveGeneration#MAX_AGE}
     * @param repairPause how long each worker of a repair waits after a page
     */
    public record Settings(int parts, Duration retirement, Duration repairPause) {

        public Settings {
            if (parts < 1) {
                throw new IllegalArgumentException("a scan needs at least 1 part, not " + parts);
            }
            if (retirement.compareTo(LiveGeneration.MAX_AGE) <= 0) {
                throw new IllegalArgumentException(
                        "a generation is to retire for more than "
                                + LiveGeneration.MAX_AGE
                                + ", the time for which readers remember it, not "
                                + retirement);
            }
        }
    }

    /**
     * Jobs.
     *
     * @param workerNames makes a name that no other worker has
     */
    public ProjectionJobs(
            List<? extends Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            JobStore jobs,
            JobQueue queue,
            Settings settings,
            InstantSource clock,
            Supplier<String> workerNames) {
        this.projections = ProjectionVersions.of(projections);
        this.jobs = jobs;
        this.queue = queue;
        this.clock = clock;
        Map<String, ProjectionVersions> byName =
                this.projections.stream()
                        .collect(Collectors.toMap(ProjectionVersions::name, Function.identity()));
        CleanUp cleanUp = new CleanUp(views, jobs, queue, clock);
        Switch switching = new Switch(views, jobs, cleanUp, settings.retirement(), clock);
        this.rebuild =
                new Rebuild(views, scan, jobs, queue, switching, cleanUp, settings.parts(), clock);
        this.repair = new Repair(views, jobs, queue, settings.parts(), clock);
        this.runner =
                new JobRunner(
                        jobs,
                        Map.of(
                                Job.Kind.REBUILD,
                                new RebuildWork(byName, views, events, scan, jobs, switching),
                                Job.Kind.REPAIR,
                                new RepairWork(
                                        byName, views, events, scan, jobs, settings.repairPause()),
                                Job.Kind.CLEAN_UP,
                                cleanUp),
                        clock,
                        workerNames);
    }

    /** The projection with this name, in all schema versions; empty if there is none. */
    public Optional<ProjectionVersions> projection(String name) {
        return projections.stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst();
    }

    public Rebuild rebuild() {
        return rebuild;
    }

    public Repair repair() {
        return repair;
    }

    public JobRunner runner() {
        return runner;
    }

    /** Sends the tasks of all jobs that are running: their workers may have died. */
    public void sendUnfinished() {
        for (ProjectionVersions projection : projections) {
            for (Job.Kind kind : Job.Kind.values()) {
                Optional<Job> job = jobs.job(projection.name(), kind);
                job.filter(found ->
                                found.state() == Job.State.RUNNING
                                        || found.state() == Job.State.SCANNED)
                        .ifPresent(new JobControl(kind, jobs, queue, clock)::send);
            }
        }
    }
}
