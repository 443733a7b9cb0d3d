package dev.reprise.projections;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks in this process, a few at the same time. Tasks are lost with the process: at its
 * start, {@link ProjectionJobs#sendUnfinished} sends them again.
 */
public final class InProcessJobQueue implements JobQueue, AutoCloseable {

    /** How long a task runs before others get their turn. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(InProcessJobQueue.class.getName());

    private final Semaphore free;
    private final InstantSource clock;
    private final Duration afterFailure;
    private final CompletableFuture<JobRunner> runner = new CompletableFuture<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("jobs").factory());
    private volatile boolean closed;

    /**
     * A queue. Its tasks wait until {@link #start}.
     *
     * @param workers how many tasks run at the same time
     */
    public InProcessJobQueue(int workers, InstantSource clock) {
        this(workers, clock, AFTER_FAILURE);
    }

    /**
     * A queue with another pause.
     *
     * @param afterFailure when a task that failed is run again
     */
    InProcessJobQueue(int workers, InstantSource clock, Duration afterFailure) {
        this.free = new Semaphore(workers);
        this.clock = clock;
        this.afterFailure = afterFailure;
    }

    /** Runs the tasks, those too that were sent before. */
    public void start(JobRunner by) {
        runner.complete(by);
    }

    @Override
    public void send(JobTask task, Duration delay) {
        after(delay, () -> run(task));
    }

    /** Does something again and again until the queue is closed, with a pause before each time. */
    public void repeat(Duration pause, Runnable work) {
        after(
                pause,
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.log(Level.ERROR, "repeated work failed, and goes on after " + pause, e);
                    } finally {
                        repeat(pause, work);
                    }
                });
    }

    private void after(Duration delay, Runnable work) {
        if (!closed) {
            ScheduledFuture<?> _ =
                    timer.schedule(
                            () -> Thread.ofVirtual().name("job").start(work),
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void run(JobTask task) {
        free.acquireUninterruptibly();
        try {
            if (!closed) {
                runner.join()
                        .run(task, clock.instant().plus(TURN))
                        .ifPresent(delay -> send(task, delay));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, task + " failed, and is run again after " + afterFailure, e);
            send(task, afterFailure);
        } finally {
            free.release();
        }
    }

    /** Begins no further task. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }
}
