package dev.reprise.feed;

import dev.reprise.eventstore.StoreUnavailableException;
import java.util.Optional;

/**
 * Stores the generations of the feed. A rebuild makes a new generation beside the live one. Then it
 * seals the live one and makes the new one live, in one step. The generations have consecutive
 * numbers from 1.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #save} or {@link #finish} it is unknown whether the rebuild was stored.
 */
public interface FeedGenerations {

    /**
     * The pages and streams of a generation, which may have none.
     *
     * @param generation 1 or more
     */
    FeedStore generation(int generation);

    /** The last rebuild, strongly consistent; empty if there was none. */
    Optional<FeedRebuild> rebuild();

    /**
     * Saves a rebuild and a mark, both or none, on condition that the stored rebuild is still
     * {@code before}.
     *
     * @param before the rebuild that was read; empty if there was none
     * @param mark of the part that was copied last; empty if both generations have the same commits
     *     there
     * @return false if the stored rebuild is not {@code before}; then nothing was written
     */
    boolean save(FeedRebuild after, Optional<FeedRebuild> before, Optional<PositionMark> mark);

    /**
     * Seals the live generation after the position that was copied last, and saves that the rebuild
     * is done, both or none: on condition that the stored rebuild is still {@code before}, and that
     * no page begins after that position. From then on, no page can be put into the old generation.
     *
     * @return false if there is such a page, or the stored rebuild is not {@code before}; then
     *     nothing was written
     */
    boolean finish(FeedRebuild done, FeedRebuild before);

    /**
     * The last mark of a rebuild whose {@code oldStart} is at or before a position, strongly
     * consistent; empty if there is none.
     *
     * @param generation the generation that the rebuild made
     * @param position in the generation before it
     */
    Optional<PositionMark> lastMark(int generation, long position);

    /** The store of the live generation, strongly consistent. */
    default FeedStore live() {
        return generation(rebuild().map(FeedRebuild::live).orElse(FeedRebuild.FIRST));
    }
}
