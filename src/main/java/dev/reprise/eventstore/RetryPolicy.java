package dev.reprise.eventstore;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a command that lost its place to another is tried again, and how long it waits before.
 */
@FunctionalInterface
public interface RetryPolicy {

    /** The retries of one command, which begins now. */
    Retries start();

    /** One command's retries. */
    @FunctionalInterface
    interface Retries {
        /** Waits and says true, or says false at once when it is enough. */
        boolean again();
    }

    /**
     * Waits a random time between nothing and a bound that doubles from 10 to 500 ms, so that those
     * who met once do not meet again.
     *
     * @param attempts how often a command is tried in all
     * @param patience how long after its beginning a command may still be tried again
     */
    static RetryPolicy jittered(int attempts, Duration patience, RandomGenerator random) {
        return () -> new JitteredRetries(attempts, System.nanoTime() + patience.toNanos(), random);
    }
}
