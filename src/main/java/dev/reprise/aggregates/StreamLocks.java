package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the threads of one process from racing one another on a stream: they take turns. Against
 * other processes it does nothing, and need not.
 */
final class StreamLocks {

    private final ConcurrentMap<StreamName, Turns> streams = new ConcurrentHashMap<>();

    /** A stream's lock, there as long as somebody holds it or waits for it. */
    private static final class Turns {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    /** Whether it is this thread's turn now; if not within {@code patience}, it is given up. */
    boolean lock(StreamName stream, Duration patience) {
        Turns turns =
                streams.compute(
                        stream,
                        (_, present) -> {
                            Turns used = present == null ? new Turns() : present;
                            used.users++;
                            return used;
                        });
        boolean locked = false;
        try {
            locked = turns.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!locked) {
                leave(stream);
            }
        }
        return locked;
    }

    /** Lets the next one go on. */
    void unlock(StreamName stream) {
        Objects.requireNonNull(streams.get(stream)).lock.unlock();
        leave(stream);
    }

    private void leave(StreamName stream) {
        streams.computeIfPresent(stream, (_, turns) -> --turns.users == 0 ? null : turns);
    }
}
