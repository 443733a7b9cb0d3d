package dev.reprise.http;

import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.LiveFeed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer continues: after a position, or at a time.
 *
 * @param position the position after which the consumer continues; 0 for the start of the feed
 * @param feedGeneration the generation of the feed that has the position; the live one if absent
 * @param time the consumer continues with the first commit of this time or later
 */
record ResetRequest(
        @Nullable Long position, @Nullable Integer feedGeneration, @Nullable String time) {

    private static final String POSITION = "position";

    /** The position, which is not after the head of the feed. */
    FeedPosition position(LiveFeed feeds) {
        Feed feed =
                feedGeneration == null
                        ? feeds.current()
                        : FeedQuery.live(
                                feeds,
                                Input.FIELD,
                                feedGeneration,
                                position == null ? 0 : position);
        return new FeedPosition(feed.generation(), positionIn(feed));
    }

    private long positionIn(Feed feed) {
        if ((position == null) == (time == null)) {
            throw ProblemException.malformed(
                    Input.FIELD, POSITION, "must be given, or time, and not both");
        }
        if (time != null) {
            Instant from = Input.field("time", time, Rfc3339::parse);
            return feed.positionBefore(from);
        }
        return Input.field(POSITION, position, to -> upToHead(to, feed.head()));
    }

    /** Checks that a position is not after the head of the feed, and returns it. */
    static long upToHead(long position, long head) {
        if (position < 0 || position > head) {
            throw new IllegalArgumentException(
                    "must be 0 to " + head + ", the position of the last event in the feed");
        }
        return position;
    }
}
