package dev.reprise.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * The progress of a rebuild of the feed. A rebuild makes the next generation from the commits of
 * the live one, in their order, as the event store has them now.
 *
 * @param generation the number of the new generation, 2 or more. It is live if the rebuild is done
 * @param copiedUpTo the position in the old generation up to which the commits were copied
 * @param position the number of events that were copied
 * @param leftOut the number of commits that were not copied, without those of damaged pages
 * @param startedAt in milliseconds
 * @param updatedAt when the rebuild was last saved, in milliseconds
 * @param revision 1 more with each save
 */
public record FeedRebuild(
        int generation,
        boolean done,
        long copiedUpTo,
        long position,
        long leftOut,
        Instant startedAt,
        Instant updatedAt,
        long revision) {

    /** The number of the first generation. It was not made by a rebuild. */
    public static final int FIRST = 1;

    /** The next rebuild, at its start. */
    static FeedRebuild begin(Optional<FeedRebuild> before, Instant now) {
        return new FeedRebuild(
                before.map(FeedRebuild::live).orElse(FIRST) + 1,
                false,
                0,
                0,
                0,
                now,
                now,
                before.map(FeedRebuild::revision).orElse(0L) + 1);
    }

    /** The number of the generation that the feed's readers read. */
    public int live() {
        return done ? generation : generation - 1;
    }

    /** The same rebuild after a part of the old generation. */
    FeedRebuild after(PositionMark part, long moreLeftOut, Instant now) {
        return new FeedRebuild(
                generation,
                false,
                part.oldEnd(),
                part.newEnd(),
                leftOut + moreLeftOut,
                startedAt,
                now,
                revision + 1);
    }

    FeedRebuild finished(Instant now) {
        return new FeedRebuild(
                generation, true, copiedUpTo, position, leftOut, startedAt, now, revision + 1);
    }
}
