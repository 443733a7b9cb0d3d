package dev.reprise.eventstore;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** How often something that failed for a moment is tried again, and how long to wait in between. */
@FunctionalInterface
public interface RetryPolicy {

    /** The retries of one operation, which begins now. */
    Retries start();

    /** The retries of one operation. For one thread. */
    @FunctionalInterface
    interface Retries {

        /**
         * Waits, and returns true if there is to be another attempt; returns false at once if there
         * is not. An interrupt ends the wait and is kept; the answer is then false.
         */
        boolean again();
    }

    /** Another attempt after each of these pauses. */
    static RetryPolicy after(Duration... pauses) {
        List<Duration> all = List.of(pauses);
        return () -> {
            Iterator<Duration> left = all.iterator();
            return () -> left.hasNext() && Pause.of(left.next());
        };
    }

    /**
     * As {@link #jittered(int, Duration, RandomGenerator)}, with as many attempts as there is time
     * for. It is meant for attempts that meet each other: each time one of them succeeds, so the
     * more there are, the more attempts each of them needs.
     */
    static RetryPolicy jittered(Duration patience, RandomGenerator random) {
        return jittered(Integer.MAX_VALUE, patience, random);
    }

    /**
     * Full jitter: waits a random time between 0 and a bound that doubles from 10 to 500 ms, so
     * that operations that met once do not meet again. A wait is at most a 32nd of the time that is
     * left. So pauses get shorter near the end, and an operation that has waited long is likely to
     * succeed.
     *
     * @param attempts how many attempts there are in all, the first one counted; 1 or more
     * @param patience how long after the start another attempt may still begin
     * @see <a
     *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
     *     backoff and jitter</a>
     */
    static RetryPolicy jittered(int attempts, Duration patience, RandomGenerator random) {
        long firstBoundMillis = 10;
        long lastBoundMillis = 500;
        long partsOfPatience = 32;

        class JitteredRetries implements Retries {

            private final long deadlineNanos = System.nanoTime() + patience.toNanos();
            private int attemptsLeft = attempts - 1;
            private long boundMillis = firstBoundMillis;

            @Override
            public boolean again() {
                long nanosLeft = deadlineNanos - System.nanoTime();
                if (attemptsLeft == 0 || nanosLeft < 0) {
                    return false;
                }
                attemptsLeft--;
                long mostMillis = Duration.ofNanos(nanosLeft).toMillis() / partsOfPatience;
                Duration pause =
                        Duration.ofMillis(random.nextLong(Math.min(boundMillis, mostMillis) + 1));
                boundMillis = Math.min(2 * boundMillis, lastBoundMillis);
                return Pause.of(pause);
            }
        }

        return JitteredRetries::new;
    }
}
