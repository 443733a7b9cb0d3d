package dev.reprise.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports streams to files. */
@Command(
        name = "export",
        sortOptions = false,
        header = "Writes streams to files, with their hashes.",
        description = {
            "",
            "Writes one stream, or all streams, to files with one CloudEvent 1.0 in each line. A manifest has the numbers of streams, commits and events, and the SHA-256 of each file. Encrypted values stay encrypted.",
            "",
            "If the command is ended early, run it again. It continues where it was.",
            ""
        },
        footer = {
            "",
            "A damaged stream is exported up to the damage, and the command ends with 1.",
            "",
            "If orders change during the export, each stream is exported up to the version that it had when it was read. Streams that began during the export may be missing. The export reads each commit once, with a call for each stream and for each further 200 commits of it.",
            "",
            "Examples:",
            "  reprise export --all --to backup",
            "  reprise export order-books-1 --to books-1.ndjson"
        })
final class ExportCommand extends ApiCommand {

    private static final long BYTES_PER_MB = 1024 * 1024;

    @Mixin OneOrAll which = new OneOrAll();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description =
                    "A folder; or a file whose name ends with .ndjson. Then the manifest is in the same folder.")
    Path to = Path.of("");

    @Option(
            names = "--file-size",
            paramLabel = "MB",
            description =
                    "When a file has reached this size, the next stream begins a new file (default: 256).")
    int fileSize = 256;

    ExportCommand(Console console) {
        super(console);
    }

    @Override
    void check() {
        require(which.isValid(), OneOrAll.PROBLEM);
        require(fileSize >= 1, "--file-size takes a number from 1, not " + fileSize);
    }

    @Override
    ExitCode run(Api api) throws Exception {
        ExportPlace place = ExportPlace.of(to);
        if (Files.exists(place.manifest())) {
            throw new Failure(
                    ExitCode.USAGE, to + " has a complete export already. Choose another place.");
        }
        ExportState state = state(place);
        if (state.startedAt.isEmpty()) {
            begin(api, place, state);
        }
        console.ifInterrupted("Run the same command again: it goes on where it was.");
        ProgressBar progress = progress();
        Manifest manifest;
        try (ExportWriter writer = new ExportWriter(place, fileSize * BYTES_PER_MB, state)) {
            new Export(api, state, writer, () -> progress.show(done(state)), System::nanoTime)
                    .run();
            manifest = writer.finish(options.url.toString());
        }
        progress.end(done(state));
        if (options.json) {
            printJson(manifest);
        } else {
            manifest.damaged().forEach(d -> print("DAMAGED " + d.stream() + ": " + d.reason()));
            print("Exported " + done(state) + " to " + to + ".");
        }
        return manifest.damaged().isEmpty() ? ExitCode.DONE : ExitCode.WRONG;
    }

    private void begin(Api api, ExportPlace place, ExportState state)
            throws IOException, InterruptedException {
        Path first = place.file(place.events(1));
        if (Files.exists(first) && Files.size(first) > 0) {
            throw new Failure(
                    ExitCode.USAGE, first + " exists, and is no export. Choose another place.");
        }
        state.what = what();
        if (which.all) {
            Streams.Page page = new Streams(api).page("");
            state.left.addAll(page.names());
            state.next = page.next().orElse("");
        } else {
            new CommitPages(api).requireExists(which.stream);
            state.left.add(which.stream);
        }
        state.startedAt = Instant.now().toString();
    }

    private String what() {
        return which.all ? "--all" : which.stream;
    }

    /** The state of an unfinished export at this place, or a new one. */
    private ExportState state(ExportPlace place) throws IOException {
        if (!Files.exists(place.state())) {
            return new ExportState();
        }
        ExportState state;
        try {
            state = Json.MAPPER.readValue(Files.readString(place.state()), ExportState.class);
        } catch (JsonProcessingException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    place.state()
                            + " is not the state of an unfinished export. Export into another place.",
                    e);
        }
        if (!state.what.equals(what())) {
            throw new Failure(
                    ExitCode.USAGE,
                    to
                            + " has an unfinished export of "
                            + state.what
                            + ". Finish it first, or choose another place.");
        }
        return state;
    }

    private static String done(ExportState state) {
        return Texts.streams(state.streams)
                + ", "
                + Texts.commits(state.commits)
                + ", "
                + Texts.events(state.events);
    }
}
