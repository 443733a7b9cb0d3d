package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A list of streams, page by page. The list of all streams comes from the events table, because the
 * feed may lack streams.
 */
final class Streams {

    private static final int PAGE = 200;

    private final Api api;
    private final String source;

    /**
     * A page.
     *
     * @param names may be empty even if there is a next page
     * @param next the cursor of the next page; empty on the last page
     */
    record Page(List<String> names, Optional<String> next) {

        Page {
            names = List.copyOf(names);
        }
    }

    /** All streams. */
    Streams(Api api) {
        this(api, "EVENTS");
    }

    private Streams(Api api, String source) {
        this.api = api;
        this.source = source;
    }

    /** The streams of the feed, which a token of one tenant can list. */
    static Streams ofFeed(Api api) {
        return new Streams(api, "FEED");
    }

    /**
     * Reads a page.
     *
     * @param cursor the {@link Page#next} of the page before; empty for the first page
     */
    Page page(String cursor) throws InterruptedException {
        String after = cursor.isEmpty() ? "" : "&cursor=" + Api.encoded(cursor);
        JsonNode page = api.get("/streams?source=" + source + "&limit=" + PAGE + after).orFail();
        return new Page(
                StreamSupport.stream(page.path("streams").spliterator(), false)
                        .map(stream -> stream.path("stream").asText())
                        .toList(),
                Optional.of(page.path("next").asText()).filter(next -> !next.isEmpty()));
    }
}
