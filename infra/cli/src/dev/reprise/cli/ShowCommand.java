package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.cli.StateChanges.Change;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how an order changed. */
@Command(
        name = "show",
        sortOptions = false,
        header = "Shows how an order changed.",
        description = {
            "",
            "Shows how an order changed: each event, the fields that it changed, and the order after it. With --version or --as-of it shows only one event, and the whole order after it.",
            ""
        },
        footer = {
            "",
            "+ marks a new field, - a removed one, ~ a changed one. With --json it prints one line for each event, with event, state and changes. The command sends a request for each 200 events, and one for each event that it shows.",
            "",
            "Examples:",
            "  reprise show books-1",
            "  reprise show books-1 --version 3",
            "  reprise show books-1 --as-of 2026-11-28T18:06:45Z --json"
        })
final class ShowCommand extends ApiCommand {

    @Parameters(paramLabel = "ORDER", description = "The order's id.")
    String orderId = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Shows the order after its first N events.")
    long version;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "Shows the order at an instant, such as 2026-01-31T08:15:30Z.")
    String asOf = "";

    ShowCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(version >= 0, "--version takes a number from 1, not " + version);
        require(version == 0 || asOf.isEmpty(), "Give --version or --as-of, not both");
    }

    @Override
    ExitCode run(Api api) throws Exception {
        Events events = new Events(api, orderId);
        if (version == 0 && asOf.isEmpty()) {
            history(api, events);
        } else {
            one(api, events);
        }
        return ExitCode.DONE;
    }

    private void history(Api api, Events events) throws InterruptedException {
        long last = 0;
        JsonNode before = Json.object();
        for (List<JsonNode> page = events.page(last); !page.isEmpty(); page = events.page(last)) {
            for (JsonNode event : page) {
                last = event.path(Events.SEQUENCE_NUMBER).asLong();
                JsonNode after = state(api, "?version=" + last);
                print(event, before, after);
                before = after;
            }
        }
    }

    private void one(Api api, Events events) throws InterruptedException {
        JsonNode state =
                state(api, version > 0 ? "?version=" + version : "?asOf=" + Api.encoded(asOf));
        long at = state.path("version").asLong();
        JsonNode before = at == 1 ? Json.object() : state(api, "?version=" + (at - 1));
        events.page(at - 1).stream().limit(1).forEach(event -> print(event, before, state));
        if (!options.json) {
            print(Json.pretty(state));
        }
    }

    private JsonNode state(Api api, String query) throws InterruptedException {
        return api.get("/orders/" + Api.encoded(orderId) + query).orFail();
    }

    private void print(JsonNode event, JsonNode before, JsonNode after) {
        List<Change> changes = StateChanges.between(before, after);
        if (options.json) {
            ObjectNode line = Json.object();
            line.set("event", event);
            line.set("state", after);
            line.set("changes", Json.MAPPER.valueToTree(changes));
            printJson(line);
            return;
        }
        print(Events.line(event));
        changes.forEach(change -> print("          " + change.line()));
        print("        = " + summary(after));
    }

    private static String summary(JsonNode order) {
        return "%s, version %d, %s, total %s"
                .formatted(
                        order.path("status").asText(),
                        order.path("version").asLong(),
                        Texts.count(order.path("items").size(), "line", "lines"),
                        order.path("total").asText());
    }
}
