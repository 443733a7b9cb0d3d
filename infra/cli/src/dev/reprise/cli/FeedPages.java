package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The feed, page by page. */
final class FeedPages {

    /** The argument that names the feed instead of a stream. No stream has this name. */
    static final String FEED = "feed";

    private static final int PAGE = 200;

    private final Api api;
    private final String filters;

    /** The generation of the feed; 0 before the first page. */
    private int generation;

    /**
     * A page.
     *
     * @param events may be empty even if the feed has more
     * @param next the position after which the next page begins
     * @param head the position of the feed's last event
     * @param caughtUp whether the feed had nothing after {@code next}
     */
    record Page(List<JsonNode> events, long next, long head, boolean caughtUp) {

        Page {
            events = List.copyOf(events);
        }
    }

    /** The whole feed. */
    FeedPages(Api api) {
        this(api, Map.of());
    }

    /**
     * A part of the feed.
     *
     * @param filters parameters of the call, with their values
     */
    FeedPages(Api api, Map<String, String> filters) {
        this.api = api;
        this.filters =
                filters.entrySet().stream()
                        .map(filter -> "&" + filter.getKey() + "=" + Api.encoded(filter.getValue()))
                        .sorted()
                        .collect(Collectors.joining());
    }

    /**
     * Reads a page.
     *
     * @param after the position before the page; 0 for the start
     * @param wait how many seconds the API waits for an event if there is none yet, at most 10
     */
    Page page(long after, int wait) throws InterruptedException {
        JsonNode page =
                api.get(
                                "/feed?after="
                                        + after
                                        + "&limit="
                                        + PAGE
                                        + filters
                                        + ofGeneration()
                                        + (wait == 0 ? "" : "&wait=" + wait))
                        .orFail();
        generation = page.path("feedGeneration").asInt();
        return new Page(
                StreamSupport.stream(page.path("events").spliterator(), false).toList(),
                page.path("next").asLong(),
                page.path("head").asLong(),
                page.path("caughtUp").asBoolean());
    }

    /**
     * If the feed is rebuilt meanwhile, the next call fails, and says at which position to
     * continue: positions of the new generation may be others.
     */
    private String ofGeneration() {
        return generation == 0 ? "" : "&feedGeneration=" + generation;
    }

    /** The position of the last event; 0 if there is none. */
    long head() throws InterruptedException {
        return api.get("/feed?limit=1").orFail().path("head").asLong();
    }
}
