package dev.reprise.http;

import dev.reprise.consumers.Segment;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.LiveFeed;
import dev.reprise.http.FeedEvents.Shown;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the feed that a caller asks for. It has only events of the caller's tenant.
 *
 * @param after only events with a greater position
 * @param limit the maximum number of events
 */
record FeedQuery(Caller caller, long after, int limit, Wanted wanted) {

    static final String AFTER = "after";
    static final String CATEGORY = "category";
    static final String TYPE = "type";
    static final String STREAM = "stream";
    static final String SEGMENT = "segment";
    static final String CORRELATION = "correlation";
    static final String WAIT = "wait";
    static final String GENERATION = "feedGeneration";

    private static final long MAX_AFTER = Long.MAX_VALUE - 1;
    static final int MAX_WAIT_SECONDS = 10;
    static final int MAX_CORRELATION_ID = 1_000;

    /**
     * Which events a caller asks for; an empty filter admits all events.
     *
     * @param category only events of streams of this category
     * @param type only events of this type
     * @param stream only events of this stream
     * @param segment only events of streams of this segment
     * @param correlationId only events with this correlation id, as far as the caller may see it
     */
    record Wanted(
            Optional<String> category,
            Optional<String> type,
            Optional<StreamName> stream,
            Optional<Segment> segment,
            Optional<String> correlationId) {

        static Wanted of(
                Caller caller,
                @Nullable String category,
                @Nullable String type,
                @Nullable String stream,
                @Nullable String segment,
                @Nullable String correlation) {
            return new Wanted(
                    Optional.ofNullable(category),
                    Optional.ofNullable(type),
                    Optional.ofNullable(stream).map(name -> StreamsResource.stream(name, caller)),
                    Optional.ofNullable(segment)
                            .map(text -> Input.parameter(SEGMENT, text, Segment::parse)),
                    Optional.ofNullable(correlation).map(id -> validId(CORRELATION, id)));
        }

        /** All events with a correlation id. */
        static Wanted with(String correlationId) {
            return new Wanted(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(correlationId));
        }
    }

    static FeedQuery of(
            Caller caller, @Nullable String after, @Nullable String limit, Wanted wanted) {
        return new FeedQuery(
                caller,
                after == null ? 0 : Input.number(AFTER, after, 0, MAX_AFTER),
                limit == null ? Paging.DEFAULT_LIMIT : Paging.limit(limit),
                wanted);
    }

    /**
     * The generation of the feed that the call reads: the live one. If the caller names another
     * one, the call is refused, and the answer says where to continue.
     */
    Feed source(LiveFeed feeds, @Nullable String generation) {
        return generation == null
                ? feeds.current()
                : live(
                        feeds,
                        Input.PARAMETER,
                        (int) Input.number(GENERATION, generation, 1, Integer.MAX_VALUE),
                        after);
    }

    /**
     * The live generation of the feed, which the caller has to name.
     *
     * @param where whether the caller names it in a parameter or a field
     * @param named the generation of the position
     */
    static Feed live(LiveFeed feeds, String where, int named, long position) {
        Feed live = feeds.current(named);
        int number = live.generation();
        if (named == number) {
            return live;
        }
        throw ProblemException.malformed(
                where,
                GENERATION,
                named > number || named < 1
                        ? "must be 1 to %d, the live generation".formatted(number)
                        : "must be %d, because generation %d has ended. Continue after position %d of generation %d, which stands for position %d of generation %d"
                                .formatted(
                                        number,
                                        named,
                                        feeds.moved(new FeedPosition(named, position), number)
                                                .position(),
                                        number,
                                        position,
                                        named));
    }

    /**
     * A correlation id in a parameter. An id of a caller has at most 128 characters. An id that a
     * process made from a stream's name can be longer.
     */
    static String validId(String parameter, String id) {
        return Input.parameter(
                parameter,
                id,
                text -> {
                    if (text.length() > MAX_CORRELATION_ID) {
                        throw new IllegalArgumentException(
                                "must have at most " + MAX_CORRELATION_ID + " characters");
                    }
                    return text;
                });
    }

    /** How long a call waits for an event if there is none yet. */
    static Duration patience(@Nullable String wait) {
        return Duration.ofSeconds(wait == null ? 0 : Input.number(WAIT, wait, 0, MAX_WAIT_SECONDS));
    }

    /** Whether the commit may have wanted events. The type is checked for each event. */
    boolean wants(FeedEntry entry) {
        return caller.tenant().equals(entry.stream().tenant())
                && admits(wanted.category(), entry.stream().category())
                && admits(wanted.stream(), entry.stream())
                && wanted.segment().map(segment -> segment.has(entry.stream())).orElse(true)
                && hasWantedCorrelationId(entry);
    }

    private boolean hasWantedCorrelationId(FeedEntry entry) {
        Metadata metadata = entry.metadata();
        return wanted.correlationId().isEmpty()
                || (caller.seesMetadataOf(metadata.actor())
                        && admits(
                                wanted.correlationId(),
                                EventsView.shown(metadata.correlationId(), caller)));
    }

    private static <T> boolean admits(Optional<T> wanted, @Nullable T actual) {
        return wanted.isEmpty() || wanted.get().equals(actual);
    }

    boolean wants(Shown event) {
        return event.position() > after && admits(wanted.type(), event.type());
    }
}
