package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the stored events of an order, or of the feed, and then each new event. */
@Command(
        name = "watch",
        sortOptions = false,
        header = "Shows the events of an order, or of the feed, and each new event.",
        description = {
            "",
            "Shows the stored events of an order, and then each new event, until Ctrl-C. With feed in the place of the stream, it shows the events of all streams in the order of the feed.",
            ""
        },
        footer = {
            "",
            "With --json it prints each event as the API shows it, in one line.",
            "For an order, the command asks for new events once a second. A request takes at most half a read unit. For the feed, the API waits up to ten seconds for an event. It reads the feed twice a second meanwhile.",
            "",
            "Examples:",
            "  reprise watch order-books-1",
            "  reprise watch order-books-1 --from 4 --json",
            "  reprise watch order-books-1 --no-follow | grep OrderShipped",
            "  reprise watch feed --from-end",
            "  reprise watch feed --after 4711 --type OrderShipped --json",
            "  reprise watch feed --correlation checkout-77 --no-follow"
        })
final class WatchCommand extends ApiCommand {

    private static final String CATEGORY = "order-";
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Parameters(
            paramLabel = "STREAM",
            description = "The order's stream: order- and the order's id. Or: feed.")
    String stream = "";

    @Option(
            names = "--from",
            paramLabel = "N",
            description =
                    "With a stream: begins with the event that has this sequence number (default: 1).")
    Optional<Long> from = Optional.empty();

    @Mixin FeedWatch feed = new FeedWatch();

    @Option(names = "--no-follow", description = "Ends after the last stored event.")
    boolean noFollow;

    WatchCommand(Console console) {
        super(console);
    }

    private boolean isOfFeed() {
        return stream.equals(FeedPages.FEED);
    }

    @Override
    void check() {
        require(
                isOfFeed() || (stream.startsWith(CATEGORY) && stream.length() > CATEGORY.length()),
                "STREAM is order- and an order's id, such as order-books-1, or feed; not '"
                        + stream
                        + "'");
        require(
                !isOfFeed() || from.isEmpty(),
                "--from is a place in a stream; give --after for a place in the feed");
        require(
                isOfFeed() || !feed.isGiven(),
                "--after, --from-end, --category, --type and --correlation are for the feed: reprise watch feed");
        require(feed.problem().isEmpty(), feed.problem());
        require(from.orElse(1L) >= 1, "--from takes a number from 1, not " + from.orElse(1L));
    }

    @Override
    ExitCode run(Api api) throws Exception {
        if (isOfFeed()) {
            feed.run(api, !noFollow, options.json, console);
        } else {
            watchStream(api);
        }
        return ExitCode.DONE;
    }

    private void watchStream(Api api) throws InterruptedException {
        Events events = new Events(api, stream.substring(CATEGORY.length()));
        long last = from.orElse(1L) - 1;
        while (true) {
            List<JsonNode> page = events.page(last);
            for (JsonNode event : page) {
                last = event.path(Events.SEQUENCE_NUMBER).asLong();
                print(options.json ? Json.write(event) : Events.line(event));
            }
            console.ifInterrupted("Go on with --from " + (last + 1) + ".");
            if (page.isEmpty()) {
                if (noFollow) {
                    return;
                }
                console.pause().pause(INTERVAL);
            }
        }
    }
}
