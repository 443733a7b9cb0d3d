package dev.reprise.http;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.LiveFeed;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which streams a caller lists. */
sealed interface StreamsQuery {

    String CATEGORY = "category";
    String PREFIX = "prefix";
    String SOURCE = "source";

    /** The maximum for a stream's name. A longer prefix begins none. */
    int MAX_PREFIX_BYTES = 900;

    /** Where a list of streams comes from. */
    enum Source {
        FEED,
        EVENTS
    }

    /** The list, for its cursors and links. */
    PagedList list();

    /**
     * The streams that the feed has.
     *
     * @param prefix the beginning of their stored names; empty for all streams
     */
    record InFeed(Feed feed, String prefix, PagedList list) implements StreamsQuery {}

    /** All streams of the events table, which is scanned. */
    record InEvents(PagedList list) implements StreamsQuery {}

    /** The parameters of a call. */
    record Parameters(
            @Nullable String category, @Nullable String prefix, @Nullable String source) {}

    /** Refuses the call if the parameters are malformed, or the caller does not reach the list. */
    static StreamsQuery of(Caller caller, Parameters given, Optional<LiveFeed> feed) {
        Source otherwise = feed.isPresent() ? Source.FEED : Source.EVENTS;
        Source source =
                given.source() == null
                        ? otherwise
                        : Input.oneOf(SOURCE, given.source(), Source.class);
        return switch (source) {
            case FEED -> inFeed(caller, given, feed.orElseThrow(FeedResource::off).current());
            case EVENTS -> inEvents(caller, given, feed.isPresent());
        };
    }

    private static InFeed inFeed(Caller caller, Parameters given, Feed feed) {
        if (given.category() != null && given.prefix() != null) {
            throw refused(PREFIX, "must be left out with category: give one of the two");
        }
        String prefix = caller.ownStreams();
        if (given.category() != null) {
            prefix += beginningOf(given.category(), caller);
        } else if (given.prefix() != null) {
            prefix += Input.parameter(PREFIX, given.prefix(), StreamsQuery::requireShort);
        }
        String all = prefix;
        PagedList list =
                PagedList.ofAllTenants(
                                "streams",
                                "feed " + caller.ownStreams(),
                                place -> feed.isPlaceOfStreams(all, place))
                        .with(CATEGORY, given.category())
                        .with(PREFIX, given.prefix());
        return new InFeed(feed, all, list);
    }

    /** The scan reads the streams of all tenants, whichever of them the caller wants. */
    private static InEvents inEvents(Caller caller, Parameters given, boolean feedIsOn) {
        if (given.category() != null || given.prefix() != null) {
            throw refused(
                    given.category() != null ? CATEGORY : PREFIX,
                    feedIsOn
                            ? "must be left out with source=EVENTS, which lists all streams"
                            : "needs the feed; leave it out to list all streams, or deploy the stack with the parameter Feed=on");
        }
        caller.requireDeployment();
        PagedList list = PagedList.ofAllTenants("streams", "", _ -> true);
        return new InEvents(feedIsOn ? list.with(SOURCE, Source.EVENTS.name()) : list);
    }

    /** The beginning of the names of a category's streams. */
    private static String beginningOf(String category, Caller caller) {
        if (caller.reach() instanceof Reach.Deployment) {
            throw refused(
                    CATEGORY,
                    "needs the token of one tenant; give prefix with the tenant's name instead, such as ~acme~order-");
        }
        if (!StreamName.isCategory(category)) {
            throw refused(CATEGORY, "must be 1 to 64 ASCII letters, digits or underscores");
        }
        return category + "-";
    }

    private static String requireShort(String prefix) {
        if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
            throw new IllegalArgumentException(
                    "must have at most " + MAX_PREFIX_BYTES + " bytes of UTF-8");
        }
        return prefix;
    }

    private static ProblemException refused(String parameter, String why) {
        return ProblemException.malformed(Input.PARAMETER, parameter, why);
    }
}
