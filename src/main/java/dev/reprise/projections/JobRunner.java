package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobWork.Step;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Works on the parts of jobs, page by page. The place in a part is saved after its rows, so a
 * worker that dies loses nothing: another one repeats at most a page.
 *
 * <p>One worker works on a part at a time. It loses the part if it has not saved it for {@link
 * #LEASE}. Two workers on one part, which this cannot rule out, only repeat each other's work.
 */
public final class JobRunner {

    /** How long a part belongs to a worker that does not save it. */
    static final Duration LEASE = Duration.ofMinutes(1);

    /** When a part is tried again after a store did not answer. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(JobRunner.class.getName());

    private final JobStore jobs;
    private final Map<Job.Kind, JobWork> works;
    private final InstantSource clock;
    private final Supplier<String> workerNames;

    /**
     * A runner.
     *
     * @param workerNames makes a name for each call, which no other worker has
     */
    JobRunner(
            JobStore jobs,
            Map<Job.Kind, JobWork> works,
            InstantSource clock,
            Supplier<String> workerNames) {
        this.jobs = jobs;
        this.works = Map.copyOf(works);
        this.clock = clock;
        this.workerNames = workerNames;
    }

    /**
     * Works on a task until it is done, or until the deadline; a page that has begun is finished.
     *
     * @return when the task is to be run again; empty if it is done, or if its job is paused or
     *     over
     */
    public Optional<Duration> run(JobTask task, Instant deadline) {
        try {
            return runOrFail(task, deadline);
        } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "{0}: {1}; it is tried again", task, e.getMessage());
            return Optional.of(RETRY);
        }
    }

    private Optional<Duration> runOrFail(JobTask task, Instant deadline) {
        Optional<Job> current = jobs.job(task.projection(), task.kind());
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Job job = current.get();
        JobWork work = works.get(job.kind());
        if (work == null) {
            throw new IllegalStateException("nobody works on jobs of the kind " + job.kind());
        }
        return switch (job.state()) {
            case SCANNED -> work.complete(job);
            case RUNNING -> {
                Duration early = Duration.between(now(), job.notBefore());
                yield early.isPositive() ? Optional.of(early) : runPart(job, work, task, deadline);
            }
            case PAUSED, DONE, CANCELLED -> Optional.empty();
        };
    }

    private Optional<Duration> runPart(Job job, JobWork work, JobTask task, Instant deadline) {
        if (task.part() >= job.parts()) {
            return Optional.empty();
        }
        // 1. Take the part.
        Optional<JobPart> stored = jobs.part(task);
        JobPart free =
                stored.filter(part -> part.job() == job.number())
                        .orElseGet(() -> JobPart.first(job, task.part()));
        if (free.done()) {
            return completeIfAllAreDone(job, work);
        }
        if (free.worker().isPresent() && now().isBefore(free.updatedAt().plus(LEASE))) {
            return Optional.of(LEASE);
        }
        JobPart part = free.with(Optional.of(workerNames.get()), now());
        if (!saved(part, stored)) {
            return Optional.of(LEASE);
        }
        // 2. Work on it, page by page.
        try {
            return runPages(job, work, part, deadline);
        } catch (StoreUnavailableException e) {
            release(part.task(), part.worker());
            throw e;
        }
    }

    private Optional<Duration> runPages(Job job, JobWork work, JobPart taken, Instant deadline) {
        JobPart part = taken;
        while (now().isBefore(deadline)) {
            Optional<Job> current =
                    jobs.job(job.projection(), job.kind())
                            .filter(job::isSameAs)
                            .filter(found -> found.state() == Job.State.RUNNING);
            if (current.isEmpty()) {
                release(part.task(), part.worker());
                return Optional.empty();
            }
            Instant began = now();
            switch (work.step(current.get(), part)) {
                case Step.Over _ -> {
                    return Optional.empty();
                }
                case Step.Later(JobPart after, Duration delay) -> {
                    return saved(after.with(Optional.empty(), now()), Optional.of(part))
                            ? Optional.of(delay)
                            : Optional.of(LEASE);
                }
                case Step.Advanced(JobPart after) -> {
                    Instant ended = now();
                    JobPart advanced =
                            after.plus(Count.MILLIS, Duration.between(began, ended).toMillis())
                                    .with(after.done() ? Optional.empty() : part.worker(), ended);
                    if (!saved(advanced, Optional.of(part))) {
                        return Optional.of(LEASE);
                    }
                    part = advanced;
                    if (part.done()) {
                        return completeIfAllAreDone(current.get(), work);
                    }
                }
            }
        }
        release(part.task(), part.worker());
        return Optional.of(Duration.ZERO);
    }

    /** Also true if the answer to an earlier attempt of this save was lost. */
    private boolean saved(JobPart after, Optional<JobPart> before) {
        return jobs.save(after, before) || jobs.part(after.task()).equals(Optional.of(after));
    }

    /** Lets another worker take the part at once. If this fails, it waits for the lease to end. */
    private void release(JobTask task, Optional<String> worker) {
        try {
            Optional<JobPart> part = jobs.part(task).filter(found -> found.worker().equals(worker));
            part.ifPresent(mine -> jobs.save(mine.with(Optional.empty(), now()), part));
        } catch (StoreUnavailableException e) {
            LOG.log(Level.DEBUG, "{0} is not released: {1}", task, e.getMessage());
        }
    }

    private Optional<Duration> completeIfAllAreDone(Job job, JobWork work) {
        List<JobPart> parts = jobs.parts(job);
        return parts.size() == job.parts() && parts.stream().allMatch(JobPart::done)
                ? work.complete(job)
                : Optional.empty();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
