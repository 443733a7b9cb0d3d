package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock per stream, so that the threads of this process handle a stream's commands one after
 * another and do not conflict. Conflicts with other processes are found by the append.
 */
final class StreamLocks {

    private final ConcurrentMap<StreamName, StreamLock> locks = new ConcurrentHashMap<>();

    /** A stream's lock. It exists while a thread holds it or waits for it. */
    private static final class StreamLock {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    /**
     * Waits for a stream's lock and takes it. Waiting threads get the lock in order of arrival.
     *
     * @return false if the lock was not free within {@code maxWait}, or the thread was interrupted,
     *     which it then still is
     */
    boolean lock(StreamName stream, Duration maxWait) {
        StreamLock streamLock =
                locks.compute(
                        stream,
                        (_, present) -> {
                            StreamLock shared = present == null ? new StreamLock() : present;
                            shared.users++;
                            return shared;
                        });
        boolean locked = false;
        try {
            locked = streamLock.lock.tryLock(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!locked) {
                release(stream);
            }
        }
        return locked;
    }

    /** Gives the lock of a stream to the next waiting thread. The caller must hold the lock. */
    void unlock(StreamName stream) {
        Objects.requireNonNull(locks.get(stream)).lock.unlock();
        release(stream);
    }

    private void release(StreamName stream) {
        locks.computeIfPresent(stream, (_, shared) -> --shared.users == 0 ? null : shared);
    }
}
