package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Begins jobs of one kind, and changes their state. */
final class JobControl {

    private static final int ATTEMPTS = 10;

    private final Kind kind;
    private final JobStore jobs;
    private final JobQueue queue;
    private final InstantSource clock;

    JobControl(Kind kind, JobStore jobs, JobQueue queue, InstantSource clock) {
        this.kind = kind;
        this.jobs = jobs;
        this.queue = queue;
        this.clock = clock;
    }

    Optional<Job> current(String projection) {
        return jobs.job(projection, kind);
    }

    /**
     * Saves a job that begins now, and sends its tasks.
     *
     * @param before the last job
     * @return empty if another job was saved meanwhile
     */
    Optional<Job> begin(
            String projection,
            int generation,
            int parts,
            boolean takesEffect,
            Optional<Job> before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Job job =
                new Job(
                        projection,
                        kind,
                        before.map(Job::number).orElse(0) + 1,
                        generation,
                        parts,
                        State.RUNNING,
                        takesEffect,
                        now,
                        now,
                        before.map(Job::revision).orElse(0L) + 1);
        if (!jobs.save(job, before)) {
            return Optional.empty();
        }
        send(job);
        return Optional.of(job);
    }

    /** Changes a job's state, as it is stored by now, if it has one of these states. */
    Optional<Job> change(String projection, Set<State> from, UnaryOperator<Job> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Job> before = current(projection).filter(job -> from.contains(job.state()));
            Optional<Job> after = before.map(change);
            if (after.isEmpty() || jobs.save(after.get(), before)) {
                return after;
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED, "others keep changing the " + kind + " of " + projection);
    }

    /** Sends the tasks of a job that are not done. Tasks that are sent twice change nothing. */
    void send(Job job) {
        Set<Integer> done =
                jobs.parts(job).stream()
                        .filter(JobPart::done)
                        .map(part -> part.task().part())
                        .collect(Collectors.toSet());
        if (done.size() == job.parts()) {
            queue.send(job.task(0), Duration.ZERO);
            return;
        }
        IntStream.range(0, job.parts())
                .filter(part -> !done.contains(part))
                .forEach(part -> queue.send(job.task(part), Duration.ZERO));
    }

    List<JobPart> parts(Job job) {
        return jobs.parts(job);
    }
}
