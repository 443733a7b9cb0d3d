package dev.reprise.feed;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts pages into a generation of the feed. Any number of writers may work at the same time.
 *
 * <p>A writer puts a page after the last page that it knows, on condition that no page begins
 * there. So of all writers that know the same last page, only one succeeds. The others read its
 * page and begin again. After the put, the writer writes for each stream of the page how far the
 * feed has the stream. If a crash comes in between, other writers read the page itself, so nothing
 * is lost. ADR 11 describes the protocol and what happens when each of its steps fails.
 */
final class PageWriter {

    /** The usual number of streams that are remembered. */
    static final int MAX_STREAMS = 20_000;

    /** The number of pages whose streams are left to the writer that put them. */
    private static final int MAX_UNSETTLED = 3;

    private final FeedStore store;
    private final RetryPolicy retries;
    private final int maxStreams;
    private @Nullable KnownFeed remembered;

    /**
     * A writer that remembers nothing yet.
     *
     * @param retries how often a page is drafted again because another writer put one first
     * @param maxStreams the number of streams that are remembered. Any other stream takes a read
     */
    PageWriter(FeedStore store, RetryPolicy retries, int maxStreams) {
        this.store = store;
        this.retries = retries;
        this.maxStreams = maxStreams;
    }

    FeedStore store() {
        return store;
    }

    /** Whether it remembers the feed since its last page. */
    boolean remembersTheFeed() {
        return remembered != null;
    }

    /** The feed is read before the next page. */
    void forget() {
        remembered = null;
    }

    /** Chooses the entries of the next pages. */
    interface Draft {

        /** Called first, and again if another writer has put pages. */
        void begin(KnownFeed feed);

        /** The entries of the next page; none if there is nothing more to put. */
        List<FeedEntry> next(KnownFeed feed);
    }

    /**
     * Puts pages until there is nothing more to put. After an error the feed is read anew: what is
     * remembered may be of another table.
     *
     * @return whether a page was put
     */
    boolean putAll(Draft draft) {
        KnownFeed feed = remembered == null ? KnownFeed.read(store, maxStreams) : remembered;
        remembered = null;
        RetryPolicy.Retries attempts = retries.start();
        boolean hasPut = false;
        draft.begin(feed);
        while (true) {
            // 1. Write the streams of pages that others left behind.
            writeStreams(feed.unsettledBeyond(MAX_UNSETTLED), feed);
            // 2. Draft the next page.
            List<FeedEntry> entries = draft.next(feed);
            if (entries.isEmpty()) {
                remembered = feed;
                return hasPut;
            }
            // 3. Put it at the known end.
            FeedPage page = feed.next(entries);
            if (isStored(page, store.put(page))) {
                feed.add(page);
                hasPut = true;
                // 4. Write its streams.
                writeStreams(List.of(page), feed);
                attempts = retries.start();
            } else {
                // 5. Wait, learn what was put meanwhile, and judge anew.
                if (!attempts.again()) {
                    throw new StoreUnavailableException(
                            Reason.THROTTLED, "other indexers keep putting pages");
                }
                feed = feed.learnFrom(page.firstPosition());
                draft.begin(feed);
            }
        }
    }

    /** A page may have been put by a request whose answer was lost, or by another writer. */
    private static boolean isStored(FeedPage page, FeedStore.PutResult result) {
        return switch (result) {
            case FeedStore.PutResult.Stored _ -> true;
            case FeedStore.PutResult.Taken(FeedPage winner) -> winner.hash().equals(page.hash());
        };
    }

    private void writeStreams(List<FeedPage> pages, KnownFeed feed) {
        for (FeedPage page : pages) {
            store.advance(page.streams().values());
            feed.written(page);
        }
    }
}
