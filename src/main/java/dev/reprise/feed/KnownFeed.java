package dev.reprise.feed;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An indexer's knowledge of the feed: the last page, the pages whose streams may not be written
 * yet, and how far the feed has some streams.
 *
 * <p>The knowledge is exact if the last page that is known here is the feed's last page. Otherwise
 * a put after the known last page fails. So an indexer may decide from memory, however old it is.
 */
final class KnownFeed {

    /** So many pages are read at once. */
    private static final int MAX_PAGES = 100;

    private final FeedStore store;
    private final int maxStreams;
    private final Deque<Unsettled> unsettled = new ArrayDeque<>();
    private final Map<StreamName, IndexedStream> streams =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamName, IndexedStream> eldest) {
                    return size() > maxStreams;
                }
            };
    private long lastPosition;
    private Digest lastHash = FeedPage.START;
    private Optional<Long> streamCount = Optional.of(0L);
    private long settledUpTo;

    /** A page whose streams may not all be written. */
    private static final class Unsettled {

        private final FeedPage page;
        private boolean isWritten;

        private Unsettled(FeedPage page) {
            this.page = page;
        }
    }

    private KnownFeed(FeedStore store, int maxStreams) {
        this.store = store;
        this.maxStreams = maxStreams;
    }

    /**
     * Reads the end of the feed.
     *
     * @param maxStreams the maximum number of streams to remember, 1 or more
     */
    static KnownFeed read(FeedStore store, int maxStreams) {
        KnownFeed known = new KnownFeed(store, maxStreams);
        store.lastPage()
                .ifPresent(last -> {
                    if (last.settledUpTo() < last.firstPosition() - 1) {
                        known.addAll(last.settledUpTo() + 1);
                    } else {
                        known.add(last);
                    }
                });
        return known;
    }

    /** The position of the next event. */
    long nextPosition() {
        return lastPosition + 1;
    }

    /** Makes the next page of these entries. */
    FeedPage next(List<FeedEntry> entries) {
        return FeedPage.after(lastHash, streamCount, entries, settledUpTo);
    }

    /** Learns the pages from a position to the end. */
    private void addAll(long position) {
        long next = position;
        List<FeedPage> pages;
        do {
            pages = store.currentPagesFrom(next, MAX_PAGES);
            pages.forEach(this::learn);
            next = lastPosition + 1;
        } while (!pages.isEmpty());
    }

    /**
     * Learns the pages from the known end on.
     *
     * @return the feed that is known now: this one, or another one if there are so many pages that
     *     it is better to begin with the last one
     */
    KnownFeed learnFrom(long position) {
        List<FeedPage> pages = store.currentPagesFrom(position, MAX_PAGES);
        if (pages.size() == MAX_PAGES) {
            return read(store, maxStreams);
        }
        pages.forEach(this::learn);
        return this;
    }

    /** Adds a page that was read, and has to follow the last one. */
    private void learn(FeedPage page) {
        if (lastPosition > 0 && page.firstPosition() != nextPosition()) {
            throw new BrokenFeedException(
                    "a page of the feed begins at position %d, and the page before it ends at %d; compare the feed table with a backup"
                            .formatted(page.firstPosition(), lastPosition),
                    null);
        }
        if (lastPosition > 0 && !page.follows(lastHash)) {
            throw new BrokenFeedException(
                    "the hash of the page at position %d does not fit its content and the page before it; compare the feed table with a backup"
                            .formatted(page.firstPosition()),
                    null);
        }
        add(page);
    }

    /** Adds the page after the last one. */
    void add(FeedPage page) {
        unsettled.add(new Unsettled(page));
        lastPosition = page.lastPosition();
        lastHash = page.hash();
        streamCount = page.streamCount();
        page.streams().forEach(this::remember);
        settledUpTo = Math.max(settledUpTo, page.settledUpTo());
        dropSettled();
    }

    private void dropSettled() {
        while (!unsettled.isEmpty()
                && (unsettled.getFirst().isWritten
                        || unsettled.getFirst().page.lastPosition() <= settledUpTo)) {
            settledUpTo = Math.max(settledUpTo, unsettled.removeFirst().page.lastPosition());
        }
    }

    private void remember(StreamName name, IndexedStream stream) {
        streams.merge(name, stream, IndexedStream::orFurther);
    }

    /** How far the feed has a stream. */
    IndexedStream stream(StreamName name) {
        @Nullable IndexedStream known = streams.get(name);
        if (known == null) {
            learn(Set.of(name));
            known = Objects.requireNonNull(streams.get(name));
        }
        return known;
    }

    /** Reads how far the feed has those of these streams that are not remembered. */
    void learn(Set<StreamName> names) {
        Set<StreamName> unknown =
                names.stream()
                        .filter(name -> !streams.containsKey(name))
                        .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            Map<StreamName, IndexedStream> stored = store.streams(unknown);
            unknown.forEach(
                    name -> remember(name, stored.getOrDefault(name, IndexedStream.none(name))));
            for (Unsettled known : unsettled) {
                known.page
                        .streams()
                        .forEach((name, stream) -> {
                            if (unknown.contains(name)) {
                                remember(name, stream);
                            }
                        });
            }
        }
    }

    /**
     * The oldest unsettled pages that have to be written, so that only the allowed number remains.
     * The newest pages are left out: the indexers that put them usually write them soon.
     */
    List<FeedPage> unsettledBeyond(int allowed) {
        return unsettled.stream()
                .limit(Math.max(0, unsettled.size() - allowed))
                .filter(page -> !page.isWritten)
                .map(page -> page.page)
                .toList();
    }

    /** Records that the streams of a page are written. */
    void written(FeedPage page) {
        unsettled.stream()
                .filter(known -> known.page.firstPosition() == page.firstPosition())
                .forEach(known -> known.isWritten = true);
        dropSettled();
    }
}
