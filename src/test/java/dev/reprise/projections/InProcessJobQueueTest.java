package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.JobWork.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that run in this process. */
@ExtendWith(SilentProjections.class)
@Timeout(60)
class InProcessJobQueueTest {

    private static final int WORKERS = 2;
    private static final int PARTS = 40;
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private final CountDownLatch completed = new CountDownLatch(1);
    private final InProcessJobQueue queue =
            new InProcessJobQueue(WORKERS, InstantSource.system(), AT_ONCE);
    private Job job = job(PARTS);

    private static Job job(int parts) {
        Instant now = Instant.EPOCH;
        return new Job("amounts", Kind.REPAIR, 1, 1, parts, State.RUNNING, true, now, now, 1);
    }

    @BeforeEach
    void begin() {
        jobs.save(job, Optional.empty());
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void begin(int parts) {
        Job before = job;
        job = job(parts);
        assertThat(jobs.save(job, Optional.of(before))).isTrue();
    }

    private void sendAll() {
        for (int part = 0; part < job.parts(); part++) {
            queue.send(job.task(part), Duration.ZERO);
        }
    }

    /** Starts the queue with a worker that does this for each page. */
    private void start(Function<JobPart, Step> step) {
        AtomicInteger names = new AtomicInteger();
        JobWork work =
                new JobWork() {
                    @Override
                    public Step step(Job running, JobPart part) {
                        return step.apply(part);
                    }

                    @Override
                    public Optional<Duration> complete(Job running) {
                        completed.countDown();
                        return Optional.empty();
                    }
                };
        queue.start(
                new JobRunner(
                        jobs,
                        Map.of(Kind.REPAIR, work),
                        InstantSource.system(),
                        () -> "worker-" + names.incrementAndGet()));
    }

    private static Step done(JobPart part) {
        return new Step.Advanced(part.at(Optional.empty()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tasks_that_were_sent_before_the_start_are_run_once_each() {
        List<Integer> parts = new ArrayList<>();
        sendAll();
        start(part -> {
            synchronized (parts) {
                parts.add(part.task().part());
            }
            return done(part);
        });
        await(completed);
        assertThat(parts).hasSize(PARTS).doesNotHaveDuplicates();
    }

    @Test
    void at_most_as_many_tasks_as_there_are_workers_run_at_the_same_time() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(WORKERS);
        start(part -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            all.countDown();
            // All workers have a task, and the others wait for one of them to end.
            await(all);
            running.decrementAndGet();
            return done(part);
        });
        sendAll();
        await(completed);
        assertThat(most).hasValue(WORKERS);
    }

    @Test
    void a_task_that_fails_is_run_again() {
        begin(1);
        AtomicInteger tries = new AtomicInteger();
        start(part -> {
            if (tries.incrementAndGet() == 1) {
                // The lease of the worker that died has to be over for the next one.
                jobs.save(part.with(Optional.empty(), Instant.EPOCH), Optional.of(part));
                throw new IllegalStateException("injected by the test");
            }
            return done(part);
        });
        sendAll();
        await(completed);
        assertThat(tries).hasValue(2);
    }

    @Test
    void a_task_with_more_to_do_later_is_run_again_then() {
        begin(1);
        AtomicInteger steps = new AtomicInteger();
        start(part ->
                steps.incrementAndGet() < 3
                        ? new Step.Later(part.at(Optional.of("later")), AT_ONCE)
                        : done(part));
        sendAll();
        await(completed);
        assertThat(steps).hasValue(3);
    }

    @Test
    void what_is_repeated_goes_on_after_a_failure() {
        CountDownLatch thrice = new CountDownLatch(3);
        queue.repeat(
                AT_ONCE,
                () -> {
                    thrice.countDown();
                    throw new IllegalStateException("injected by the test");
                });
        await(thrice);
    }

    @Test
    void a_task_is_not_taken_any_more_once_the_queue_is_closed() {
        queue.close();
        sendAll();
        AtomicInteger steps = new AtomicInteger();
        start(part -> {
            steps.incrementAndGet();
            return done(part);
        });
        assertThat(steps).hasValue(0);
    }
}
