package dev.reprise.feed;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the pages of the feed, and how far it has each stream.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #put} it is unknown whether the page was stored.
 */
public interface FeedStore {

    /** What became of a put. */
    sealed interface PutResult {

        /** The page is stored. */
        record Stored() implements PutResult {}

        /** Another page has that position. Nothing was stored. */
        record Taken(FeedPage winner) implements PutResult {}
    }

    /** The last page, strongly consistent; empty if there is none. */
    Optional<FeedPage> lastPage();

    /**
     * The page that holds a position, and the pages after it. They follow one another. Fewer if
     * there are fewer or they are large; none if the position is after the last page. Eventually
     * consistent: the last pages may be missing.
     *
     * @param position from 1
     * @param maxPages 1 or more
     */
    List<FeedPage> pagesFrom(long position, int maxPages);

    /**
     * The page that begins at a position, and the pages after it, as {@link #pagesFrom}, but
     * strongly consistent. None if no page begins there.
     */
    List<FeedPage> currentPagesFrom(long position, int maxPages);

    /** Stores a page if no page begins at its first position. */
    PutResult put(FeedPage page);

    /**
     * How far the feed has each stream, strongly consistent; streams it does not know are absent.
     */
    Map<StreamName, IndexedStream> streams(Collection<StreamName> names);

    /**
     * Writes how far the feed has streams, except where it is written that it has more of one. If
     * the store does not answer, some are written and others are not.
     */
    void advance(Collection<IndexedStream> streams);

    /** Notes why a stream's next commit cannot be put into the feed. */
    void block(StreamName stream, String error);

    /** Streams that are blocked, in no order. */
    List<BlockedStream> blocked(int limit);

    /** Removes the note, unless another error was noted meanwhile. */
    void unblock(BlockedStream stream);

    /**
     * A stream whose next commit cannot be put into the feed.
     *
     * @param error why, in words
     */
    record BlockedStream(StreamName stream, String error) {}

    /** The last sweep, strongly consistent; empty if there was none. */
    Optional<Sweep> sweep();

    /**
     * Saves a sweep, unless another one is stored by now.
     *
     * @param before as it was read; empty if there was none
     * @return false if another is stored; nothing was written
     */
    boolean save(Sweep after, Optional<Sweep> before);

    /**
     * A page of the streams, in an order of the store's. Eventually consistent.
     *
     * @param prefix what the streams' names begin with; empty for all
     * @param after the {@link StreamPage#next} of the page before; empty for the first page
     * @param limit 1 or more
     */
    StreamPage list(String prefix, Optional<String> after, int limit);

    /**
     * A page of streams.
     *
     * @param streams may be fewer than asked for although there is a next page
     * @param next the place after this page; empty on the last page
     */
    record StreamPage(List<IndexedStream> streams, Optional<String> next) {

        public StreamPage {
            streams = List.copyOf(streams);
        }
    }
}
