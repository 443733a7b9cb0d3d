package dev.reprise.http;

import dev.reprise.feed.Feed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * The part of the feed that a call shows.
 *
 * @param elements events or commits
 * @param next the position up to which the feed was read
 * @param end whether the feed had nothing after {@code next}
 * @param mayChange whether the elements may look different when they are read again
 */
record FeedPart<T>(List<T> elements, long next, boolean end, boolean mayChange) {

    /** The {@code Cache-Control} of an answer that never changes. */
    static final String IMMUTABLE = "private, max-age=31536000, immutable";

    FeedPart {
        elements = List.copyOf(elements);
    }

    /** Makes the body of an answer. */
    interface Body<T> {

        Object of(List<T> elements, int generation, long next, long head, boolean caughtUp);
    }

    boolean isEmptyEnd() {
        return end && elements.isEmpty();
    }

    /**
     * The answer to a call that reads the feed after a position. Refuses the call if the feed has
     * no such position.
     *
     * @param isNamed whether the call names the generation. Otherwise its answer changes when the
     *     feed is rebuilt
     */
    Response response(Feed feed, boolean isNamed, long after, Body<T> body) {
        boolean progressed = next > after;
        long head = end && progressed ? next : feed.head();
        if (after > head) {
            throw ProblemException.malformed(
                    Input.PARAMETER,
                    FeedQuery.AFTER,
                    "must be at most " + head + ", the position of the last event");
        }
        Response.ResponseBuilder response =
                Response.ok(body.of(elements, feed.generation(), next, head, next >= head));
        if (isNamed && !end && next < head && !mayChange && !elements.isEmpty()) {
            response.header(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
                    .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        }
        return response.build();
    }
}
