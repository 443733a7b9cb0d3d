package dev.reprise.projections;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The calls of this process that wait for a read model. A call that waits occupies the process, or
 * a part of it, so their share is bounded in two ways:
 *
 * <ul>
 *   <li>At most {@value #MAX_WAITING} calls wait at a time.
 *   <li>If {@value #IN_VAIN} calls, one after the other, waited in vain, the read model stands
 *       still, and no call waits for {@link #REST}. After that, one more wait in vain is enough for
 *       the next rest. In AWS Lambda, where a process has one call at a time, this is what bounds
 *       the share: waits of two seconds in vain take a sixteenth of a process's time.
 * </ul>
 *
 * <p>A call that may not wait looks once, as if its patience were over.
 */
final class Waiting {

    static final int MAX_WAITING = 16;
    static final int IN_VAIN = 3;
    static final Duration REST = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Pause pause;
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private int inVain;
    private Instant restsUntil = Instant.MIN;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /**
     * Nobody waits yet.
     *
     * @param clock the time of day; it has to go on while a Lambda function is frozen
     */
    Waiting(InstantSource clock) {
        this(clock, Thread::sleep);
    }

    Waiting(InstantSource clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Looks again after each pause until enough is found.
     *
     * @param found what was found first; if it is enough, it is returned
     * @param look finds something, or nothing
     * @return what was found last. It may not be enough if the patience is over, if the call may
     *     not wait, or if the thread is interrupted, which stays interrupted
     */
    <T> Optional<T> lookAgain(
            Patience patience,
            Optional<T> found,
            Supplier<Optional<T>> look,
            Predicate<T> isEnough) {
        if (found.filter(isEnough).isPresent()
                || patience.pauses().isEmpty()
                || isResting()
                || !places.tryAcquire()) {
            return found;
        }
        try {
            Optional<T> last = lookAfterEachPause(patience, look, isEnough);
            note(last.filter(isEnough).isPresent());
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return found;
        } finally {
            places.release();
        }
    }

    /** Slow looks count as time, too: they do not make a wait longer than its pauses. */
    private <T> Optional<T> lookAfterEachPause(
            Patience patience, Supplier<Optional<T>> look, Predicate<T> isEnough)
            throws InterruptedException {
        Instant end = clock.instant().plus(patience.total());
        Optional<T> found = Optional.empty();
        for (Duration next : patience.pauses()) {
            pause.pause(next);
            found = look.get();
            if (found.filter(isEnough).isPresent() || clock.instant().isAfter(end)) {
                break;
            }
        }
        return found;
    }

    private synchronized boolean isResting() {
        return clock.instant().isBefore(restsUntil);
    }

    private synchronized void note(boolean found) {
        if (found) {
            inVain = 0;
        } else if (++inVain >= IN_VAIN) {
            restsUntil = clock.instant().plus(REST);
        }
    }
}
