package dev.reprise.http;

import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which page of a stream's events a caller asks for. A position is an event's sequence number. */
public final class EventsQuery {

    public static final String AFTER = "after";
    public static final String ORDER = "order";

    static final String ASCENDING = "asc";
    static final String DESCENDING = "desc";

    /** A positive number of at most 18 digits, which is less than {@link Long#MAX_VALUE}. */
    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");

    private static final long MAX_AFTER = Long.MAX_VALUE - 1;

    private final Caller caller;
    private final StreamName stream;
    private final long after;
    private final boolean descending;
    private final PageRequest page;

    private EventsQuery(
            Caller caller, StreamName stream, long after, boolean descending, PageRequest page) {
        this.caller = caller;
        this.stream = stream;
        this.after = after;
        this.descending = descending;
        this.page = page;
    }

    /**
     * The query in a request.
     *
     * @param caller who asks, and sees no metadata of other callers unless he may read everything
     * @param after only events with a greater sequence number; null for all
     * @param order {@code asc} or {@code desc}; null for {@code asc}
     * @param limit see {@link PagedList#page}
     * @param cursor see {@link PagedList#page}
     */
    public static EventsQuery of(
            Caller caller,
            StreamName stream,
            @Nullable String after,
            @Nullable String order,
            @Nullable String limit,
            @Nullable String cursor) {
        long bound = after == null ? 0 : Input.number(AFTER, after, 0, MAX_AFTER);
        boolean descending =
                order != null && Input.parameter(ORDER, order, EventsQuery::isDescending);
        // A page ends with an event of the list, and with desc there is one more below it.
        long first = descending ? bound + 2 : bound + 1;
        PageRequest page =
                PagedList.ofStream("events", stream, text -> isPosition(text, first))
                        .with(AFTER, bound == 0 ? null : Long.toString(bound))
                        .with(ORDER, descending ? DESCENDING : null)
                        .seenBy(caller)
                        .page(limit, cursor);
        return new EventsQuery(caller, stream, bound, descending, page);
    }

    private static boolean isDescending(String order) {
        return switch (order) {
            case ASCENDING -> false;
            case DESCENDING -> true;
            default ->
                    throw new IllegalArgumentException(
                            "must be " + ASCENDING + " or " + DESCENDING);
        };
    }

    private static boolean isPosition(String position, long first) {
        return POSITION.matcher(position).matches() && Long.parseLong(position) >= first;
    }

    StreamName stream() {
        return stream;
    }

    /** Reads the page; empty if the stream has no events at all. */
    <E> Optional<EventPage<E>> read(StreamReplay<?, E> replay) {
        Optional<Long> last = page.after().map(Long::valueOf);
        if (!descending) {
            return replay.events(stream, new StreamVersion(last.orElse(after)), page.limit());
        }
        long upTo = last.map(position -> position - 1).orElse(Long.MAX_VALUE);
        return replay.eventsBackwards(stream, upTo, new StreamVersion(after), page.limit());
    }

    /** The answer that shows the page. */
    public <E> Response response(EventPage<E> found, EventsView<E> view) {
        Optional<String> last =
                found.more()
                        ? Optional.of(Long.toString(found.events().getLast().sequenceNumber()))
                        : Optional.empty();
        return page.response(
                last,
                next -> new EventsResponse(view.of(found.events(), caller), next.orElse(null)));
    }
}
