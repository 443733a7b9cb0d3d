package dev.reprise.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports an export of another service. */
@Command(
        name = "import",
        sortOptions = false,
        header = "Stores exported streams in another service, with the same hashes.",
        description = {
            "",
            "Checks an export, and stores its streams in another service, with the same commits, sequence numbers and hashes. If the service has a stream that differs, that stream is refused and stays as it is. The other streams are stored.",
            "",
            "If the command is ended early, run it again. It does not store a commit twice.",
            ""
        },
        footer = {
            "",
            "Before the command sends anything, it compares each file with its SHA-256 in the manifest. Then it compares each commit with its hash, and the service does the same. Personal values stay encrypted. Copy their keys first, or nobody can read the values in the other service (docs/cli.md).",
            "",
            "Examples:",
            "  reprise import backup --url https://other.example.com",
            "  reprise import backup --check"
        })
final class ImportCommand extends ApiCommand {

    private static final int SHOWN = 20;
    private static final int MAX_PARALLEL = 64;

    @Parameters(paramLabel = "PLACE", description = "The folder or file of the export.")
    Path from = Path.of("");

    @Option(names = "--check", description = "Only checks the export. Nothing is sent.")
    boolean check;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many streams are sent at a time, 1 to 64 (default: 8).")
    int parallel = 8;

    ImportCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(
                parallel >= 1 && parallel <= MAX_PARALLEL,
                "--parallel takes a number from 1 to 64, not " + parallel);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        ExportReader export = ExportReader.open(from);
        export.checkFiles();
        return check ? checked(export) : sent(api, export);
    }

    private ExitCode checked(ExportReader export) throws IOException, InterruptedException {
        ProgressBar progress = progress();
        AtomicLong done = new AtomicLong();
        long total = export.manifest().commits();
        export.read((_, _) -> progress.show(done.incrementAndGet(), total, "commits"));
        progress.end(done.get(), total, "commits");
        if (options.json) {
            printJson(counts(export.manifest()).put("intact", true));
        } else {
            print("Intact: " + text(export.manifest()) + ".");
        }
        return ExitCode.DONE;
    }

    private ExitCode sent(Api api, ExportReader export) throws IOException, InterruptedException {
        api.requireReachable();
        console.ifInterrupted("Run the same command again: it stores nothing twice.");
        ProgressBar progress = progress();
        AtomicLong done = new AtomicLong();
        long total = export.manifest().commits();
        try (CommitSender sender =
                new CommitSender(
                        api,
                        parallel,
                        () -> progress.show(done.incrementAndGet(), total, "commits"))) {
            export.read(sender);
            sender.finish();
            progress.end(done.get(), total, "commits");
            report(export.manifest(), sender);
            return sender.refused().isEmpty() ? ExitCode.DONE : ExitCode.WRONG;
        }
    }

    private void report(Manifest manifest, CommitSender sender) {
        if (options.json) {
            ObjectNode json = counts(manifest);
            json.put("restored", sender.restored()).put("alreadyThere", sender.alreadyThere());
            ArrayNode refused = json.putArray("refused");
            sender.refused()
                    .forEach(
                            r -> refused.addObject().put("stream", r.stream()).put("why", r.why()));
            printJson(json);
            return;
        }
        sender.refused().stream()
                .limit(SHOWN)
                .forEach(r -> print("REFUSED " + r.stream() + ": " + r.why()));
        print(
                "Imported "
                        + text(manifest)
                        + ": "
                        + Texts.commits(sender.restored())
                        + " new, "
                        + Texts.number(sender.alreadyThere())
                        + " there before, "
                        + Texts.streams(sender.refused().size())
                        + " refused.");
    }

    private static ObjectNode counts(Manifest manifest) {
        ObjectNode json = Json.object();
        return json.put("streams", manifest.streams())
                .put("commits", manifest.commits())
                .put("events", manifest.events());
    }

    private static String text(Manifest manifest) {
        return Texts.streams(manifest.streams())
                + ", "
                + Texts.commits(manifest.commits())
                + ", "
                + Texts.events(manifest.events());
    }
}
