package dev.reprise.feed;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Returns the live generation of the feed. Its number is cached for {@link #MAX_AGE}. A generation
 * that is no longer live can still be read: it has ended, and does not change any more.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 */
public final class LiveFeed {

    /** For so long after its end, a generation may still be read as the live one. */
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final FeedGenerations generations;
    private final EventStore events;
    private final InstantSource clock;
    private volatile Cached cached = new Cached(0, Instant.MIN);

    private record Cached(int generation, Instant readAt) {}

    /**
     * The generations of a feed.
     *
     * @param clock the time of day; it has to go on while a Lambda function is frozen
     */
    public LiveFeed(FeedGenerations generations, EventStore events, InstantSource clock) {
        this.generations = generations;
        this.events = events;
        this.clock = clock;
    }

    /** The live generation. */
    public Feed current() {
        Cached last = cached;
        return last.readAt().isBefore(clock.instant().minus(MAX_AGE))
                ? read()
                : generation(last.generation());
    }

    /** The live generation. Reads its number anew if the cached one is less than a number. */
    public Feed current(int atLeast) {
        Feed feed = current();
        return feed.generation() < atLeast ? read() : feed;
    }

    /** The live generation. Its number is read anew. */
    public Feed read() {
        Instant now = clock.instant();
        int live = generations.rebuild().map(FeedRebuild::live).orElse(FeedRebuild.FIRST);
        cached = new Cached(live, now);
        return generation(live);
    }

    /**
     * A generation, whether it is live or not.
     *
     * @param number 1 or more
     */
    public Feed generation(int number) {
        return new Feed(number, generations.generation(number), events);
    }

    /**
     * The position in a later generation for a position in an earlier one. Up to the new position,
     * the later generation has only commits that the earlier one has up to the old position. So a
     * reader who continues there misses nothing, but may get commits again.
     *
     * @param generation the number of a generation that is or was live
     */
    public FeedPosition moved(FeedPosition from, int generation) {
        long position = from.position();
        for (int next = from.generation() + 1; next <= generation; next++) {
            long before = position;
            position =
                    generations
                            .lastMark(next, before)
                            .map(mark -> mark.moved(before))
                            .orElse(before);
        }
        return new FeedPosition(Math.max(from.generation(), generation), position);
    }
}
