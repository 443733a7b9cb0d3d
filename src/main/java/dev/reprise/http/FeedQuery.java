package dev.reprise.http;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.FeedEntry;
import dev.reprise.http.FeedEvents.Shown;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the feed that a caller asks for.
 *
 * @param tenant only events of this tenant
 * @param after only events with a greater position
 * @param limit the maximum number of events
 * @param category only events of streams of this category
 * @param type only events of this type
 * @param stream only events of this stream
 * @param patience the longest wait for an event, if there is none yet
 */
record FeedQuery(
        Tenant tenant,
        long after,
        int limit,
        Optional<String> category,
        Optional<String> type,
        Optional<StreamName> stream,
        Duration patience) {

    static final String AFTER = "after";
    static final String CATEGORY = "category";
    static final String TYPE = "type";
    static final String STREAM = "stream";
    static final String WAIT = "wait";

    private static final long MAX_AFTER = Long.MAX_VALUE - 1;
    static final int MAX_WAIT_SECONDS = 10;

    static FeedQuery of(
            Caller caller,
            @Nullable String after,
            @Nullable String limit,
            @Nullable String category,
            @Nullable String type,
            @Nullable String stream,
            @Nullable String wait) {
        return new FeedQuery(
                caller.tenant(),
                after == null ? 0 : Input.number(AFTER, after, 0, MAX_AFTER),
                limit == null ? Paging.DEFAULT_LIMIT : Paging.limit(limit),
                Optional.ofNullable(category),
                Optional.ofNullable(type),
                Optional.ofNullable(stream).map(name -> StreamsResource.stream(name, caller)),
                Duration.ofSeconds(
                        wait == null ? 0 : Input.number(WAIT, wait, 0, MAX_WAIT_SECONDS)));
    }

    /** Whether the commit may have wanted events. The type is checked for each event. */
    boolean wants(FeedEntry entry) {
        return tenant.equals(entry.stream().tenant())
                && category.filter(wanted -> !wanted.equals(entry.stream().category())).isEmpty()
                && stream.filter(wanted -> !wanted.equals(entry.stream())).isEmpty();
    }

    boolean wants(Shown event) {
        return event.position() > after
                && type.filter(wanted -> !wanted.equals(event.type())).isEmpty();
    }
}
