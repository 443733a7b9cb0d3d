package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the hash chains of streams. */
@Command(
        name = "verify",
        sortOptions = false,
        header = "Checks whether streams are unaltered.",
        description = {
            "",
            "Checks whether one stream, or all streams, are unaltered: the hash chain, the snapshots, and the rows of the read models. If a stream is damaged, the command names its first commit that was altered, inserted or removed, and ends with 1.",
            ""
        },
        footer = {
            "",
            "If the command is ended early, it prints the --cursor to continue with. A call checks at most 1,000 commits, and takes 75 to 160 read units for them.",
            "",
            "Examples:",
            "  reprise verify order-books-1",
            "  reprise verify --all",
            "  reprise verify --all --json || echo damaged"
        })
final class VerifyCommand extends ApiCommand {

    @Mixin OneOrAll which = new OneOrAll();

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            description = "Continues an earlier check of the same streams at this place.")
    String cursor = "";

    private long streams;
    private long commits;
    private final List<Damage> damaged = new ArrayList<>();

    private record Damage(String stream, long sequenceNumber, String reason) {}

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(which.isValid(), OneOrAll.PROBLEM);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        ProgressBar progress = progress();
        if (which.all) {
            all(api, progress);
        } else {
            one(api, which.stream, cursor, true, progress);
        }
        progress.end(state());
        report();
        return damaged.isEmpty() ? ExitCode.DONE : ExitCode.WRONG;
    }

    private void all(Api api, ProgressBar progress) throws InterruptedException {
        Streams list = new Streams(api);
        String next = cursor;
        do {
            goOnWith("--all", next);
            Streams.Page page = list.page(next);
            for (String stream : page.names()) {
                one(api, stream, "", false, progress);
            }
            next = page.next().orElse("");
        } while (!next.isEmpty());
    }

    private void one(Api api, String stream, String from, boolean resumable, ProgressBar progress)
            throws InterruptedException {
        String next = from;
        long checked;
        do {
            if (resumable) {
                goOnWith(stream, next);
            }
            String query = next.isEmpty() ? "" : "?cursor=" + Api.encoded(next);
            JsonNode answer =
                    api.get("/streams/" + Api.encoded(stream) + "/verification" + query).orFail();
            JsonNode broken = answer.path("broken");
            if (!broken.isMissingNode()) {
                damaged.add(
                        new Damage(
                                stream,
                                broken.path("sequenceNumber").asLong(),
                                Texts.plain(broken.path("reason").asText())));
            }
            checked = answer.path("commits").asLong();
            next = answer.path("next").asText();
            progress.show(state() + (next.isEmpty() ? "" : ", in " + stream));
        } while (!next.isEmpty());
        commits += checked;
        streams++;
    }

    private void goOnWith(String what, String next) {
        if (!next.isEmpty()) {
            console.ifInterrupted("Go on with: reprise verify " + what + " --cursor " + next + ".");
        }
    }

    private String state() {
        return Texts.streams(streams)
                + " checked, "
                + Texts.commits(commits)
                + ", "
                + Texts.number(damaged.size())
                + " damaged";
    }

    private void report() {
        if (options.json) {
            ObjectNode json = Json.object();
            json.put("intact", damaged.isEmpty()).put("streams", streams).put("commits", commits);
            ArrayNode list = json.putArray("damaged");
            damaged.forEach(d ->
                    list.addObject()
                            .put("stream", d.stream())
                            .put("sequenceNumber", d.sequenceNumber())
                            .put("reason", d.reason()));
            printJson(json);
            return;
        }
        damaged.forEach(d ->
                print("DAMAGED " + d.stream() + " at " + d.sequenceNumber() + ": " + d.reason()));
        print(damaged.isEmpty() ? "Intact: " + state() + "." : state() + ".");
    }
}
