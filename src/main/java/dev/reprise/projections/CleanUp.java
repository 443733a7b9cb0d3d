package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.JobPart.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Drops generations that retire, and deletes the rows of dropped generations.
 *
 * <p>A batch or a worker that read the generations before one was dropped may still write rows of
 * it. So the rows count as deleted once there were none twice, {@link #SETTLED} apart. No batch
 * takes so long; a row that a process writes even later costs its storage and nothing else, because
 * the number of a generation is never used again.
 */
final class CleanUp implements JobWork {

    /** More than a batch of the projector takes, and than a reader remembers a generation. */
    static final Duration SETTLED = Duration.ofMinutes(2);

    /** How often a page deletes some rows. */
    private static final int DELETES_PER_STEP = 10;

    private final ViewStore views;
    private final JobStore jobs;
    private final JobQueue queue;
    private final InstantSource clock;

    CleanUp(ViewStore views, JobStore jobs, JobQueue queue, InstantSource clock) {
        this.views = views;
        this.jobs = jobs;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Saves when the next clean-up begins. This comes before the change of the generations that
     * needs it: a crash in between leaves a clean-up of nothing. Call {@link #send} after it.
     *
     * @param notBefore an earlier clean-up that is still to come is put off until then
     */
    void schedule(String projection, Instant notBefore) {
        save(projection, notBefore, false);
    }

    /** As {@link #schedule}, for rows that may be deleted at once. */
    void schedule(String projection) {
        save(projection, clock.instant(), false);
    }

    /** As {@link #schedule}, but now, also if a clean-up is put off. */
    void scheduleNow(String projection) {
        save(projection, clock.instant(), true);
    }

    private void save(String projection, Instant notBefore, boolean now) {
        Instant wanted = notBefore.truncatedTo(ChronoUnit.MILLIS);
        for (int attempt = 0; attempt < 10; attempt++) {
            Optional<Job> before = jobs.job(projection, Job.Kind.CLEAN_UP);
            Instant at =
                    before.filter(job -> job.state().isActive() && !now)
                            .map(Job::notBefore)
                            .filter(planned -> planned.isAfter(wanted))
                            .orElse(wanted);
            Job after =
                    new Job(
                            projection,
                            Job.Kind.CLEAN_UP,
                            before.map(Job::number).orElse(0) + 1,
                            0,
                            1,
                            Job.State.RUNNING,
                            true,
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            at,
                            before.map(Job::revision).orElse(0L) + 1);
            if (jobs.save(after, before)) {
                return;
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED, "others keep changing the clean-up of " + projection);
    }

    /** Sends the task of the scheduled clean-up. */
    void send(String projection) {
        jobs.job(projection, Job.Kind.CLEAN_UP)
                .filter(job -> job.state() == Job.State.RUNNING)
                .ifPresent(job -> {
                    Duration wait = Duration.between(clock.instant(), job.notBefore());
                    queue.send(job.task(0), wait.isNegative() ? Duration.ZERO : wait);
                });
    }

    @Override
    public Step step(Job job, JobPart part) {
        // A switch saves a later clean-up first, and then the generations. They are read in the
        // other order here: whoever sees the switch sees the later clean-up too.
        Optional<Generations> read = views.generations(job.projection());
        Optional<Job> current = jobs.job(job.projection(), Job.Kind.CLEAN_UP);
        if (read.isEmpty() || current.filter(job::isSameAs).isEmpty()) {
            return new Step.Over();
        }
        Generations generations = read.get();
        if (!generations.retiring().isEmpty()) {
            views.saveGenerations(job.projection(), generations.retired(), read);
            return new Step.Later(part, SETTLED);
        }
        int deleted = 0;
        for (Generation dropped : generations.dropped()) {
            for (int i = 0; i < DELETES_PER_STEP; i++) {
                int some = views.deleteSome(job.projection(), dropped.number());
                deleted += some;
                if (some == 0) {
                    break;
                }
            }
        }
        if (deleted > 0) {
            return new Step.Advanced(
                    part.at(Optional.of(Empty.NOT_YET)).plus(Count.APPLIED, deleted));
        }
        return Empty.since(part)
                .filter(since -> !clock.instant().isBefore(since.plus(SETTLED)))
                .map(_ -> forget(job, generations, part))
                .orElseGet(() -> waitFor(part));
    }

    /** Where the clean-up's cursor notes since when there were no rows. */
    private static final class Empty {

        static final String NOT_YET = "rows";

        static Optional<Instant> since(JobPart part) {
            return part.cursor().filter(cursor -> !cursor.equals(NOT_YET)).map(Instant::parse);
        }
    }

    private Step waitFor(JobPart part) {
        Instant since = Empty.since(part).orElse(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return new Step.Later(part.at(Optional.of(since.toString())), SETTLED);
    }

    private Step forget(Job job, Generations seen, JobPart part) {
        GenerationChange.apply(
                views,
                job.projection(),
                stored -> {
                    Generations after = stored;
                    for (Generation dropped : seen.dropped()) {
                        after = after.deleted(dropped);
                    }
                    return Optional.of(after);
                });
        return new Step.Advanced(part.at(Optional.empty()));
    }

    @Override
    public Optional<Duration> complete(Job job) {
        Optional<Job> before =
                jobs.job(job.projection(), job.kind())
                        .filter(job::isSameAs)
                        .filter(found -> found.state() == Job.State.RUNNING);
        before.ifPresent(running -> jobs.save(running.in(Job.State.DONE), before));
        return Optional.empty();
    }

    /** What a clean-up would do: whether generations retire, or rows are still to be deleted. */
    static boolean isNeeded(Generations generations) {
        return !List.of(generations.retiring(), generations.dropped()).stream()
                .allMatch(List::isEmpty);
    }
}
