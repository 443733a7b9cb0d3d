package dev.reprise.eventstore;

import java.time.Duration;

/** A pause that an interrupt ends. */
public final class Pause {

    private Pause() {}

    /**
     * Waits for a time.
     *
     * @return false if the thread was interrupted, which it stays
     */
    public static boolean of(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
