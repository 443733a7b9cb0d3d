package dev.reprise.feed;

import dev.reprise.eventstore.EventStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Generations of the feed in memory. */
public final class InMemoryFeedGenerations implements FeedGenerations {

    private final Map<Integer, FeedStore> stores = new HashMap<>();
    private final Map<Integer, NavigableMap<Long, PositionMark>> marks = new HashMap<>();
    private Optional<FeedRebuild> rebuild = Optional.empty();

    /** Generations of which the first is in a store. */
    public InMemoryFeedGenerations(FeedStore first) {
        stores.put(FeedRebuild.FIRST, first);
    }

    /** A feed that was never rebuilt. */
    public static LiveFeed live(FeedStore first, EventStore events) {
        return new LiveFeed(new InMemoryFeedGenerations(first), events, () -> Instant.EPOCH);
    }

    @Override
    public synchronized FeedStore generation(int generation) {
        return stores.computeIfAbsent(generation, _ -> new InMemoryFeedStore());
    }

    @Override
    public synchronized Optional<FeedRebuild> rebuild() {
        return rebuild;
    }

    @Override
    public synchronized boolean save(
            FeedRebuild after, Optional<FeedRebuild> before, Optional<PositionMark> mark) {
        if (!rebuild.equals(before)) {
            return false;
        }
        rebuild = Optional.of(after);
        mark.ifPresent(its -> marksOf(after.generation()).put(its.oldStart(), its));
        return true;
    }

    @Override
    public synchronized boolean finish(FeedRebuild done, FeedRebuild before) {
        InMemoryFeedStore old = (InMemoryFeedStore) generation(before.live());
        if (!rebuild.equals(Optional.of(before))
                || !old.seal(before.copiedUpTo() + 1, done.generation())) {
            return false;
        }
        rebuild = Optional.of(done);
        return true;
    }

    @Override
    public synchronized Optional<PositionMark> lastMark(int generation, long position) {
        return Optional.ofNullable(marksOf(generation).floorEntry(position))
                .map(Map.Entry::getValue);
    }

    private NavigableMap<Long, PositionMark> marksOf(int generation) {
        return marks.computeIfAbsent(generation, _ -> new TreeMap<>());
    }
}
