package dev.reprise.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a sweep is: a look at all commits for those that the feed lacks.
 *
 * @param number from 1; each sweep has the next number
 * @param cursor the place to go on; empty at the beginning
 * @param commits how many commits were looked at
 * @param startedAt to the millisecond
 * @param updatedAt when it was saved last, to the millisecond
 * @param revision raised with every save
 */
public record Sweep(
        int number,
        boolean done,
        Optional<String> cursor,
        long commits,
        Instant startedAt,
        Instant updatedAt,
        long revision) {

    /** A sweep that begins. */
    static Sweep begin(Optional<Sweep> before, Instant now) {
        return new Sweep(
                before.map(Sweep::number).orElse(0) + 1,
                false,
                Optional.empty(),
                0,
                now,
                now,
                before.map(Sweep::revision).orElse(0L) + 1);
    }

    /**
     * The same sweep after a page of commits.
     *
     * @param next the place to go on; empty after the last page
     */
    Sweep after(long more, Optional<String> next, Instant now) {
        return new Sweep(
                number,
                next.isEmpty(),
                next.or(() -> cursor),
                commits + more,
                startedAt,
                now,
                revision + 1);
    }
}
