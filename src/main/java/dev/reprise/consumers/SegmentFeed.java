package dev.reprise.consumers;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import java.util.function.Predicate;

/**
 * The part of the feed that a run of a segment handles.
 *
 * @param limit the position after which nothing is read
 */
record SegmentFeed(Feed feed, FeedConsumer consumer, Segment segment, long limit) {

    /** A read of the feed ends at this many events, and the position is saved after them. */
    private static final int EVENTS_PER_SAVE = 500;

    /** The wanted commits after a position. */
    Feed.Slice after(long position) {
        return read(position, entry -> segment.has(entry.stream()) && consumer.wants(entry));
    }

    /** The wanted commits of one stream after a position. */
    Feed.Slice after(long position, StreamName stream) {
        return read(position, entry -> entry.stream().equals(stream) && consumer.wants(entry));
    }

    private Feed.Slice read(long position, Predicate<FeedEntry> wanted) {
        return feed.read(position, EVENTS_PER_SAVE, wanted).upTo(limit);
    }
}
