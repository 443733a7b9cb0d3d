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
        header = "Checks whether streams are unaltered, or whether the feed is complete.",
        description = {
            "",
            "Checks whether one stream, or all streams, are unaltered: the hash chain, the snapshots, and the rows of the read models. If a stream is damaged, the command names its first commit that was altered, inserted or removed, and ends with 1.",
            "",
            "With feed in the place of the stream, it compares the feed with the streams: each event of each stream has to stand in the feed once, at positions without gaps. The events of a stream have to keep their order, and those of a commit have to stand next to each other. It prints the first difference, and ends with 1 if there is one.",
            ""
        },
        footer = {
            "",
            "If the command is ended early, it prints the --cursor to continue with. A call checks at most 1,000 commits, and takes 75 to 160 read units for them.",
            "The check of the feed reads all events twice, once in the feed and once in the streams, and keeps about 200 bytes for each stream in memory. Run it again from the start if it is ended early.",
            "",
            "Examples:",
            "  reprise verify order-books-1",
            "  reprise verify --all",
            "  reprise verify --all --json || echo damaged",
            "  reprise verify feed"
        })
final class VerifyCommand extends ApiCommand {

    @Mixin OneOrAll which = new OneOrAll();

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            description = "Continues an earlier check of the same streams at this place.")
    String cursor = "";

    @Option(
            names = "--one-tenant",
            description =
                    "With feed: the token is of one tenant. The feed then has no events of other tenants, so positions are missing, and a stream that the feed lacks completely is not found.")
    boolean oneTenant;

    private long streams;
    private long commits;
    private final List<Damage> damaged = new ArrayList<>();

    private record Damage(String stream, long sequenceNumber, String reason) {}

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(which.isValid(), "Give a STREAM, feed or --all");
        require(
                !isOfFeed() || cursor.isEmpty(),
                "--cursor is for streams; the check of the feed begins at the start");
        require(isOfFeed() || !oneTenant, "--one-tenant is for the feed: reprise verify feed");
    }

    private boolean isOfFeed() {
        return which.stream.equals(FeedPages.FEED);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        ProgressBar progress = progress();
        if (isOfFeed()) {
            FeedCheck check = new FeedCheck(api, oneTenant, progress, console.pause());
            check.run();
            progress.end(check.state());
            report(check);
            return check.first().isEmpty() ? ExitCode.DONE : ExitCode.WRONG;
        }
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

    private void report(FeedCheck check) {
        if (options.json) {
            ObjectNode json = Json.object();
            json.put("complete", check.first().isEmpty())
                    .put("events", check.events())
                    .put("commits", check.commits())
                    .put("streams", check.streams())
                    .put("different", check.different());
            check.first()
                    .ifPresent(first ->
                            json.putObject("first")
                                    .put("position", first.position())
                                    .put("stream", first.stream())
                                    .put("sequenceNumber", first.sequenceNumber())
                                    .put("reason", first.reason()));
            printJson(json);
            return;
        }
        check.first().ifPresent(first -> print("DIFFERENT at " + first));
        print((check.first().isEmpty() ? "Complete: " : "") + check.state() + ".");
    }
}
