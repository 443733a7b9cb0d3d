package dev.reprise.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * The progress of a sweep. A sweep reads all commits, and puts those that the feed lacks into it.
 *
 * @param number 1 for the first sweep, and 1 more for each further one
 * @param cursor where to continue; empty at the start
 * @param commits the number of commits that were read
 * @param startedAt in milliseconds
 * @param updatedAt when the sweep was last saved, in milliseconds
 * @param revision 1 more with each save
 */
public record Sweep(
        int number,
        boolean done,
        Optional<String> cursor,
        long commits,
        Instant startedAt,
        Instant updatedAt,
        long revision) {

    /** The next sweep, at its start. */
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
     * @param more the number of commits in the page
     * @param next where to continue; empty after the last page
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
