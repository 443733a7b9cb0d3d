package dev.reprise.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in threads of which only one runs at a time. A task runs until it calls {@link #pass};
 * a random generator chooses which task runs next. So a seed always has the same order of steps.
 */
public final class Turns {

    private final RandomGenerator random;

    @SuppressWarnings("ThreadLocalUsage") // One of these objects runs at a time.
    private final ThreadLocal<Task> current = new ThreadLocal<>();

    /** Turns in an order that the generator chooses. */
    public Turns(RandomGenerator random) {
        this.random = random;
    }

    /** Runs the tasks until all have ended. */
    public void run(List<Runnable> bodies) {
        List<Task> tasks = new ArrayList<>(bodies.stream().map(Task::new).toList());
        tasks.forEach(Thread::startVirtualThread);
        while (!tasks.isEmpty()) {
            Task task = tasks.get(random.nextInt(tasks.size()));
            task.mayRun.release();
            task.hasPassed.acquireUninterruptibly();
            if (task.ended) {
                tasks.remove(task);
                if (task.failure != null) {
                    throw new AssertionError("a task failed", task.failure);
                }
            }
        }
    }

    /** Lets other tasks run, or none. Does nothing outside of a task. */
    public void pass() {
        Task task = current.get();
        if (task != null) {
            task.hasPassed.release();
            task.mayRun.acquireUninterruptibly();
        }
    }

    private final class Task implements Runnable {

        private final Runnable body;
        private final Semaphore mayRun = new Semaphore(0);
        private final Semaphore hasPassed = new Semaphore(0);
        private boolean ended;
        private @Nullable Throwable failure;

        Task(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            mayRun.acquireUninterruptibly();
            current.set(this);
            try {
                body.run();
            } catch (RuntimeException | AssertionError e) {
                failure = e;
            } finally {
                ended = true;
                hasPassed.release();
            }
        }
    }
}
