package dev.reprise.eventstore;

import java.util.random.RandomGenerator;

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/. */
final class JitteredRetries implements RetryPolicy.Retries {

    private static final long FIRST_BOUND_MILLIS = 10;
    private static final long LAST_BOUND_MILLIS = 500;

    private final long deadlineNanos;
    private final RandomGenerator random;
    private int attemptsLeft;
    private long boundMillis = FIRST_BOUND_MILLIS;

    JitteredRetries(int attempts, long deadlineNanos, RandomGenerator random) {
        this.attemptsLeft = attempts - 1;
        this.deadlineNanos = deadlineNanos;
        this.random = random;
    }

    @Override
    public boolean again() {
        if (attemptsLeft == 0 || deadlineNanos - System.nanoTime() < 0) {
            return false;
        }
        attemptsLeft--;
        try {
            Thread.sleep(random.nextLong(boundMillis + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        boundMillis = Math.min(2 * boundMillis, LAST_BOUND_MILLIS);
        return true;
    }
}
