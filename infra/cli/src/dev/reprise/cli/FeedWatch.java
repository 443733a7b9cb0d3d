package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The part of the feed that {@code watch feed} shows. */
final class FeedWatch {

    /** How long the API waits for an event. */
    private static final int WAIT_SECONDS = 10;

    private static final long NOT_GIVEN = Long.MIN_VALUE;

    @Option(
            names = "--after",
            paramLabel = "N",
            description = "With feed: begins after this position (default: 0).")
    long after = NOT_GIVEN;

    @Option(names = "--from-end", description = "With feed: begins after the last event.")
    boolean fromEnd;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "With feed: only events of streams of this category.")
    String category = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "With feed: only events of this type.")
    String type = "";

    @Option(
            names = "--correlation",
            paramLabel = "ID",
            description = "With feed: only events with this correlation id.")
    String correlation = "";

    /** Whether one of the options was given. */
    boolean isGiven() {
        return after != NOT_GIVEN || fromEnd || !filters().isEmpty();
    }

    /** What is wrong with the options; empty if nothing is. */
    String problem() {
        if (after != NOT_GIVEN && after < 0) {
            return "--after takes a number from 0, not " + after;
        }
        return after != NOT_GIVEN && fromEnd ? "Give --after or --from-end, not both" : "";
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new HashMap<>();
        filters.put("category", category);
        filters.put("type", type);
        filters.put("correlation", correlation);
        filters.values().removeIf(String::isEmpty);
        return filters;
    }

    /**
     * Prints the events. If it follows, it then prints each new event until it is interrupted.
     *
     * @param follow whether to wait for new events
     */
    void run(Api api, boolean follow, boolean json, Console console) throws InterruptedException {
        FeedPages feed = new FeedPages(api, filters());
        long next = fromEnd ? feed.head() : Math.max(after, 0);
        boolean caughtUp = false;
        while (follow || !caughtUp) {
            console.ifInterrupted("Go on with --after " + next + ".");
            FeedPages.Page page = feed.page(next, follow ? WAIT_SECONDS : 0);
            for (JsonNode event : page.events()) {
                console.out().println(json ? Json.write(event) : Events.lineOfFeed(event));
            }
            next = page.next();
            caughtUp = page.caughtUp();
        }
    }
}
