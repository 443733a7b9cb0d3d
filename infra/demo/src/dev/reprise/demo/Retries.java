package dev.reprise.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How often, and after how long, a request is sent again. */
final class Retries {

    static final int MAX_ATTEMPTS = 6;
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration FIRST = Duration.ofMillis(200);

    private final Pause pause;

    Retries(Pause pause) {
        this.pause = pause;
    }

    boolean allowsAfter(int attempt) {
        return attempt < MAX_ATTEMPTS;
    }

    /**
     * Waits as long as the API asks for, but no longer than half a minute; if it asks for nothing,
     * twice as long at most after each attempt, by chance, so that requests that failed together do
     * not come again together.
     *
     * @param attempt the attempt that failed, from 1
     * @param retryAfter the header of the answer, in seconds; a date is not understood
     */
    void pauseAfter(int attempt, Optional<String> retryAfter) throws InterruptedException {
        pause.pause(
                retryAfter
                        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .map(asked -> asked.compareTo(LONGEST) > 0 ? LONGEST : asked)
                        .orElseGet(() -> byChance(attempt)));
    }

    private static Duration byChance(int attempt) {
        long most = FIRST.toMillis() << (attempt - 1);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }
}
