package dev.reprise.feed;

import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A feed store in memory. Its answers are those of the moment, also where they need not be. */
public final class InMemoryFeedStore implements FeedStore {

    private final NavigableMap<Long, FeedPage> pages = new TreeMap<>();
    private final Set<Long> damaged = new HashSet<>();
    private Optional<Sealed> seal = Optional.empty();
    private final Map<StreamName, IndexedStream> streams = new HashMap<>();
    private final Map<StreamName, BlockedStream> blocked = new HashMap<>();
    private Optional<Sweep> sweep = Optional.empty();

    private record Sealed(long position, int next) {

        void throwIf(boolean isReached) {
            if (isReached) {
                throw new SealedFeedException(next);
            }
        }
    }

    /** From now on, the page that begins at a position cannot be read. */
    public synchronized void damage(long firstPosition) {
        damaged.add(firstPosition);
    }

    /** All pages, as they were put. */
    public synchronized List<FeedPage> allPages() {
        return List.copyOf(pages.values());
    }

    /** All pages that are not damaged. */
    public synchronized List<FeedPage> readablePages() {
        return pages.values().stream()
                .filter(page -> !damaged.contains(page.firstPosition()))
                .toList();
    }

    private FeedPage readable(FeedPage page) {
        if (damaged.contains(page.firstPosition())) {
            throw new BrokenFeedException("damaged at " + page.firstPosition(), null);
        }
        return page;
    }

    @Override
    public synchronized Optional<FeedPage> lastPage() {
        seal.ifPresent(its -> its.throwIf(true));
        return Optional.ofNullable(pages.lastEntry()).map(Map.Entry::getValue).map(this::readable);
    }

    @Override
    public synchronized long head() {
        return pages.isEmpty() ? 0 : pages.lastEntry().getValue().lastPosition();
    }

    @Override
    public synchronized List<FeedPage> pagesFrom(long position, int maxPages) {
        Map.Entry<Long, FeedPage> first = pages.floorEntry(position);
        return first == null || first.getValue().lastPosition() < position
                ? List.of()
                : pages.tailMap(first.getKey()).values().stream()
                        .limit(maxPages)
                        .map(this::readable)
                        .toList();
    }

    @Override
    public synchronized List<FeedPage> currentPagesFrom(long position, int maxPages) {
        List<FeedPage> found =
                pages.containsKey(position) ? pagesFrom(position, maxPages) : List.of();
        long next = found.isEmpty() ? position : found.getLast().lastPosition() + 1;
        seal.ifPresent(its -> its.throwIf(found.size() < maxPages && its.position() == next));
        return found;
    }

    @Override
    public synchronized Place placeFrom(long position) {
        Map.Entry<Long, FeedPage> page = pages.ceilingEntry(position);
        if (page == null) {
            return seal.filter(its -> its.position() >= position)
                    .<Place>map(_ -> new Place.Seal())
                    .orElseGet(() -> new Place.Free(position));
        }
        return damaged.contains(page.getKey())
                ? new Place.Damaged(page.getKey(), "damaged at " + page.getKey())
                : new Place.Page(page.getValue());
    }

    /** Seals the generation, unless a page or the seal is at the position. */
    synchronized boolean seal(long position, int next) {
        if (seal.filter(its -> its.position() == position).isPresent()
                || pages.containsKey(position)) {
            return false;
        }
        seal = Optional.of(new Sealed(position, next));
        return true;
    }

    @Override
    public synchronized PutResult put(FeedPage page) {
        seal.ifPresent(its -> its.throwIf(its.position() == page.firstPosition()));
        FeedPage present = pages.putIfAbsent(page.firstPosition(), page);
        return present == null ? new PutResult.Stored() : new PutResult.Taken(present);
    }

    @Override
    public synchronized Map<StreamName, IndexedStream> streams(Collection<StreamName> names) {
        Map<StreamName, IndexedStream> found = new HashMap<>(streams);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public synchronized void advance(Collection<IndexedStream> further) {
        for (IndexedStream stream : further) {
            streams.merge(stream.stream(), stream, IndexedStream::orFurther);
        }
    }

    @Override
    public synchronized void block(StreamName stream, String error) {
        blocked.put(stream, new BlockedStream(stream, error));
    }

    @Override
    public synchronized List<BlockedStream> blocked(int limit) {
        return blocked.values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void unblock(BlockedStream stream) {
        blocked.remove(stream.stream(), stream);
    }

    @Override
    public synchronized Optional<Sweep> sweep() {
        return sweep;
    }

    @Override
    public synchronized boolean save(Sweep after, Optional<Sweep> before) {
        if (!sweep.equals(before)) {
            return false;
        }
        sweep = Optional.of(after);
        return true;
    }

    /** A place is the rest of a name, after the prefix. */
    @Override
    public synchronized StreamPage list(String prefix, Optional<String> after, int limit) {
        if (after.filter(place -> !isPlace(prefix, place)).isPresent()) {
            throw new IllegalArgumentException("not a place in a list of streams: " + after);
        }
        Optional<String> last = after.map(rest -> prefix + rest);
        List<IndexedStream> rest =
                streams.values().stream()
                        .filter(stream -> name(stream).startsWith(prefix))
                        .filter(stream ->
                                last.filter(listed -> name(stream).compareTo(listed) <= 0)
                                        .isEmpty())
                        .sorted(Comparator.comparing(InMemoryFeedStore::name))
                        .toList();
        List<IndexedStream> page = rest.subList(0, Math.min(rest.size(), limit));
        return new StreamPage(
                page,
                page.size() < rest.size()
                        ? Optional.of(name(page.getLast()).substring(prefix.length()))
                        : Optional.empty());
    }

    @Override
    public boolean isPlace(String prefix, String text) {
        return StreamName.parse(prefix + text).isPresent();
    }

    private static String name(IndexedStream stream) {
        return stream.stream().toString();
    }
}
