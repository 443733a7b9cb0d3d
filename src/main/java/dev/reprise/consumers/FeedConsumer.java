package dev.reprise.consumers;

import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedPosition;

/**
 * Handles the commits of the feed, each at least once. The commits of a stream are handled one
 * after the other, in their order. Commits of different streams may be handled at the same time.
 */
public interface FeedConsumer {

    /**
     * The consumer's name: unique, and never changed, because its position is stored under it. 1 to
     * 64 letters, digits, dashes and underscores.
     */
    String name();

    /** The position after which the consumer begins if no position is stored. */
    default FeedPosition start() {
        return FeedPosition.START;
    }

    /** Whether the consumer handles this commit. The entry may lack its events. */
    boolean wants(FeedEntry entry);

    /**
     * Handles a commit. After a crash, the same commit may be handled again, even if it was handled
     * completely.
     *
     * @throws TryAgainLaterException if the consumer as a whole has to wait. The run ends, and no
     *     stream is parked
     * @throws dev.reprise.eventstore.StoreUnavailableException if a store did not answer. The run
     *     ends if this happens to four streams, or to more streams than have a handled commit.
     *     Otherwise this stream is parked
     * @throws RuntimeException if the commit cannot be handled. After some attempts its stream is
     *     parked: its later commits wait, and other streams continue
     */
    void handle(FeedEntry entry);
}
