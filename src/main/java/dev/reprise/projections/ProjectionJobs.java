package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything that works on jobs of projections, put together. */
public final class ProjectionJobs {

    /** How long a task runs before the jobs are looked up again. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final List<ProjectionVersions> projections;
    private final JobStore jobs;
    private final JobQueue queue;
    private final InstantSource clock;
    private final Rebuild rebuild;
    private final Repair repair;
    private final GenerationComparison comparison;
    private final RetryList retries;
    private final JobRunner runner;
    private final RowTally tally = new RowTally();

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
        this.comparison = new GenerationComparison(views);
        this.retries = new RetryList(projections, views, events, clock);
        this.runner =
                new JobRunner(
                        jobs,
                        Map.of(
                                Job.Kind.REBUILD,
                                new RebuildWork(byName, views, events, scan, jobs, switching),
                                Job.Kind.REPAIR,
                                new RepairWork(
                                        byName,
                                        views,
                                        events,
                                        scan,
                                        jobs,
                                        settings.repairPause(),
                                        tally),
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

    public GenerationComparison comparison() {
        return comparison;
    }

    /** The streams whose rows are to be tried again. */
    public RetryList retries() {
        return retries;
    }

    public JobRunner runner() {
        return runner;
    }

    /** The number of rows that the repairs of this process have corrected. */
    public RowTally tally() {
        return tally;
    }

    /** Sends the tasks of all jobs that are running: their workers may have died. */
    public void sendUnfinished() {
        sendUnfinished(queue);
    }

    private void sendUnfinished(JobQueue to) {
        for (ProjectionVersions projection : projections) {
            for (Job.Kind kind : Job.Kind.values()) {
                Optional<Job> job = jobs.job(projection.name(), kind);
                job.filter(found ->
                                found.state() == Job.State.RUNNING
                                        || found.state() == Job.State.SCANNED)
                        .ifPresent(new JobControl(kind, jobs, to, clock)::send);
            }
        }
    }

    /**
     * Tries the streams of the retry list again, and works on all jobs that are running, until
     * nothing is left that this call could do now, until the deadline, or until the thread is
     * interrupted, which stays interrupted. Other processes may do the same at the same time: each
     * part has one worker.
     *
     * @throws StoreUnavailableException if the store did not answer
     */
    public void work(Instant deadline) {
        Optional<Duration> pause = Optional.of(Duration.ZERO);
        while (pause.isPresent()
                && clock.instant().plus(pause.get()).isBefore(deadline)
                && Pause.of(pause.get())) {
            pause = workOneTurn(deadline);
        }
    }

    /** Works for a turn. Returns when this call has more to do; empty if others do the rest. */
    private Optional<Duration> workOneTurn(Instant deadline) {
        retries.follow(deadline);
        List<JobTask> tasks = new ArrayList<>();
        sendUnfinished((task, _) -> tasks.add(task));
        Instant turn = clock.instant().plus(TURN);
        Instant end = turn.isBefore(deadline) ? turn : deadline;
        return Parallel.map(tasks, task -> runner.run(task, end)).values().stream()
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .filter(soonest -> soonest.compareTo(JobRunner.LEASE) < 0);
    }
}
