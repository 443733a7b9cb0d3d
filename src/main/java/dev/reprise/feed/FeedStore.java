package dev.reprise.feed;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the pages of one generation of the feed, and for each stream the last commit that it has.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer. After a
 * failed {@link #put} it is unknown whether the page was stored.
 */
public interface FeedStore {

    /** The outcome of {@link #put}. */
    sealed interface PutResult {

        /** The page is stored. */
        record Stored() implements PutResult {}

        /** Another page begins at that position. Nothing was stored. */
        record Taken(FeedPage winner) implements PutResult {}
    }

    /**
     * The last page, strongly consistent; empty if there is none.
     *
     * @throws SealedFeedException if the generation is sealed
     */
    Optional<FeedPage> lastPage();

    /** The position of the last event, strongly consistent; 0 if there is none. */
    long head();

    /**
     * Returns the page that has a position, and the pages after it, in order and without gaps. The
     * list is shorter than asked for if the pages are large or the feed ends. It is empty if the
     * position is after the last page. Eventually consistent: the last pages may be missing.
     *
     * @param position 1 or more
     * @param maxPages 1 or more
     */
    List<FeedPage> pagesFrom(long position, int maxPages);

    /**
     * The page that begins at a position, and the pages after it, as {@link #pagesFrom}, but
     * strongly consistent. None if no page begins there.
     *
     * @throws SealedFeedException if these pages reach the seal
     */
    List<FeedPage> currentPagesFrom(long position, int maxPages);

    /**
     * Stores a page if no page begins at its first position.
     *
     * @throws SealedFeedException if the seal is there
     */
    PutResult put(FeedPage page);

    /** What is stored at a position. */
    sealed interface Place {

        record Page(FeedPage page) implements Place {}

        /**
         * A page that cannot be read.
         *
         * @param error what is wrong with it
         */
        record Damaged(long firstPosition, String error) implements Place {}

        /** The generation ended before this position. */
        record Seal() implements Place {}

        /**
         * Nothing is stored at this position or after it.
         *
         * @param position the position that was asked for
         */
        record Free(long position) implements Place {}
    }

    /** What is stored at a position, or at the next one that has something. Strongly consistent. */
    Place placeFrom(long position);

    /**
     * How far the feed has each stream, strongly consistent. Streams without an entry are absent.
     */
    Map<StreamName, IndexedStream> streams(Collection<StreamName> names);

    /**
     * Writes how far the feed has each stream. A stream is left as it is if the store has a later
     * version of it. If the store does not answer, some streams may be written and others not.
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
     * Saves a sweep on condition that the stored one is still {@code before}.
     *
     * @param before the sweep that was read; empty if there was none
     * @return false if the stored sweep is not {@code before}; then nothing was written
     */
    boolean save(Sweep after, Optional<Sweep> before);

    /**
     * A page of the streams. The store chooses their order. Eventually consistent.
     *
     * @param prefix the beginning of the streams' names; empty for all streams
     * @param after the {@link StreamPage#next} of the page before; empty for the first page
     * @param limit 1 or more
     * @throws IllegalArgumentException if {@code after} is not a place in this list
     */
    StreamPage list(String prefix, Optional<String> after, int limit);

    /**
     * Whether a text has the form of a {@link StreamPage#next} in the list with this prefix. A
     * place does not contain the prefix, so it cannot lead out of the list.
     */
    boolean isPlace(String prefix, String text);

    /**
     * A page of streams.
     *
     * @param streams fewer than the limit, or none, even if there is a next page
     * @param next the place after this page; empty on the last page
     */
    record StreamPage(List<IndexedStream> streams, Optional<String> next) {

        public StreamPage {
            streams = List.copyOf(streams);
        }
    }
}
