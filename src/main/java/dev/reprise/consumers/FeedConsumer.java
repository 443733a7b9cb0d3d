package dev.reprise.consumers;

import dev.reprise.feed.FeedEntry;

/**
 * Handles the commits of the feed, each at least once. The commits of a stream are handled one
 * after the other, in their order; those of different streams may be handled at the same time.
 */
public interface FeedConsumer {

    /**
     * The consumer's name: unique, and never changed, because its position is stored under it. 1 to
     * 64 letters, digits, dashes and underscores.
     */
    String name();

    /** The position where it begins if none is stored: the commits after it are handled. */
    default long start() {
        return 0;
    }

    /** Whether it handles this commit. Called with an entry that may lack its events. */
    boolean wants(FeedEntry entry);

    /**
     * Handles a commit. It may be handled again after a crash, also if it was handled completely.
     *
     * @throws TryAgainLaterException if the commit has to be handled again later. Its stream is not
     *     parked
     * @throws dev.reprise.eventstore.StoreUnavailableException the same
     * @throws RuntimeException if the commit cannot be handled. After some attempts its stream is
     *     parked: its later commits wait, and other streams go on
     */
    void handle(FeedEntry entry);
}
