package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the stored events of an order, and then each new event. */
@Command(
        name = "watch",
        sortOptions = false,
        header = "Shows the events of an order, and each new event.",
        description = {
            "",
            "Shows the stored events of an order, and then each new event, until Ctrl-C.",
            ""
        },
        footer = {
            "",
            "With --json it prints each event as the API shows it, in one line. The command asks for new events once a second. A request takes at most half a read unit.",
            "",
            "Examples:",
            "  reprise watch order-books-1",
            "  reprise watch order-books-1 --from 4 --json",
            "  reprise watch order-books-1 --no-follow | grep OrderShipped"
        })
final class WatchCommand extends ApiCommand {

    private static final String CATEGORY = "order-";
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Parameters(
            paramLabel = "STREAM",
            description = "The order's stream: order- and the order's id.")
    String stream = "";

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "Begins with the event that has this sequence number (default: 1).")
    long from = 1;

    @Option(names = "--no-follow", description = "Ends after the last stored event.")
    boolean noFollow;

    WatchCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(
                stream.startsWith(CATEGORY) && stream.length() > CATEGORY.length(),
                "STREAM is order- and an order's id, such as order-books-1, not '" + stream + "'");
        require(from >= 1, "--from takes a number from 1, not " + from);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        Events events = new Events(api, stream.substring(CATEGORY.length()));
        long last = from - 1;
        while (true) {
            List<JsonNode> page = events.page(last);
            for (JsonNode event : page) {
                last = event.path(Events.SEQUENCE_NUMBER).asLong();
                print(options.json ? Json.write(event) : Events.line(event));
            }
            console.ifInterrupted("Go on with --from " + (last + 1) + ".");
            if (page.isEmpty()) {
                if (noFollow) {
                    return ExitCode.DONE;
                }
                console.pause().pause(INTERVAL);
            }
        }
    }
}
