package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.Manifest.ExportedFile;
import dev.reprise.cli.Manifest.ExportedStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads an export and checks it: first each file with its SHA-256, then each commit with the hash
 * chain of its stream, and each stream with the list of streams. If something was altered, a {@link
 * Failure} names it.
 */
final class ExportReader {

    private final ExportPlace place;
    private final Manifest manifest;

    /** Gets the commits of an export, in the order of the files. */
    interface Receiver {

        /**
         * Gets the next commit.
         *
         * @param stream the stream of the commit, as the export has it
         */
        void commit(ExportedCommit commit, ExportedStream stream) throws InterruptedException;
    }

    private ExportReader(ExportPlace place, Manifest manifest) {
        this.place = place;
        this.manifest = manifest;
    }

    static ExportReader open(Path from) throws IOException {
        ExportPlace place = ExportPlace.of(from);
        if (!Files.exists(place.manifest())) {
            throw new Failure(
                    ExitCode.USAGE,
                    from
                            + " has no complete export: "
                            + place.manifest()
                            + " is missing. Run the export command again to finish it.");
        }
        try {
            Manifest manifest =
                    Json.MAPPER.readValue(Files.readString(place.manifest()), Manifest.class);
            if (!manifest.format().equals(Manifest.FORMAT)) {
                throw altered(
                        place.manifest().toString(),
                        "its format must be " + Manifest.FORMAT + ", but is " + manifest.format());
            }
            return new ExportReader(place, manifest);
        } catch (JsonProcessingException e) {
            throw altered(place.manifest().toString(), "is not the JSON of a manifest");
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Compares each file with the manifest. */
    void checkFiles() throws IOException {
        for (ExportedFile file : manifest.files()) {
            Path path = place.file(file.name());
            if (!Files.exists(path)) {
                throw altered(path.toString(), "is missing");
            }
            if (!Sha256.ofFile(path).equals(file.sha256())) {
                throw altered(path.toString(), "its SHA-256 is not the one in the manifest");
            }
        }
    }

    /** Reads all commits. The memory that this takes does not depend on their number. */
    void read(Receiver receiver) throws IOException, InterruptedException {
        try (BufferedReader list = Files.newBufferedReader(place.file(place.streams()), UTF_8)) {
            Reading reading = new Reading(list, receiver);
            for (ExportedFile file : manifest.files()) {
                if (!file.name().equals(place.streams())) {
                    read(place.file(file.name()), reading);
                }
            }
            reading.end();
        }
    }

    private static void read(Path file, Reading reading) throws IOException, InterruptedException {
        try (BufferedReader events = Files.newBufferedReader(file, UTF_8)) {
            long number = 0;
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                number++;
                reading.line(line, file + ", line " + number);
            }
        }
    }

    /** The progress of the reading. */
    private final class Reading {

        private final BufferedReader list;
        private final Receiver receiver;
        private ExportedStream stream = new ExportedStream("", 0, 0, 0, "");
        private String lastHash = "";
        private long commitsOfStream;
        private long commits;
        private long streams;

        Reading(BufferedReader list, Receiver receiver) {
            this.list = list;
            this.receiver = receiver;
        }

        void line(String text, String where) throws IOException, InterruptedException {
            JsonNode line = parsed(text, where);
            if (!line.has(CloudEvents.CONTENT)) {
                return; // an earlier event of the same commit
            }
            ExportedCommit commit =
                    new ExportedCommit(
                            line.path(CloudEvents.SOURCE)
                                    .asText()
                                    .replaceFirst("^" + CloudEvents.SOURCE_PREFIX, ""),
                            line.path(CloudEvents.SEQUENCE).asLong(),
                            line.path(CloudEvents.PREVIOUS).asText(),
                            line.path(CloudEvents.HASH).asText(),
                            line.path(CloudEvents.CONTENT).asText());
            if (!commit.stream().equals(stream.stream())) {
                endStream(where);
                stream = nextStream(commit.stream(), where);
                lastHash = "";
            }
            if (!commit.follows(lastHash)) {
                throw altered(
                        where,
                        "commit "
                                + commit.sequenceNumber()
                                + " of "
                                + commit.stream()
                                + " does not follow the one before it");
            }
            lastHash = commit.hash();
            commitsOfStream++;
            commits++;
            receiver.commit(commit, stream);
        }

        private ExportedStream nextStream(String name, String where) throws IOException {
            String listed = list.readLine();
            if (listed == null) {
                throw altered(where, name + " is not in the list of streams");
            }
            ExportedStream next;
            try {
                next = Json.MAPPER.readValue(listed, ExportedStream.class);
            } catch (JsonProcessingException e) {
                throw altered(place.streams(), "the line of " + name + " is not JSON");
            }
            if (!next.stream().equals(name)) {
                throw altered(
                        where,
                        "the next stream must be "
                                + next.stream()
                                + ", as in the list of streams, but is "
                                + name);
            }
            streams++;
            commitsOfStream = 0;
            return next;
        }

        private void endStream(String where) {
            if (!lastHash.equals(stream.hash()) || commitsOfStream != stream.commits()) {
                throw altered(
                        where,
                        stream.stream()
                                + " does not have the commits that the list of streams has");
            }
        }

        void end() throws IOException {
            endStream(place.streams());
            if (streams != manifest.streams()
                    || commits != manifest.commits()
                    || list.readLine() != null) {
                throw altered(
                        place.folder().toString(), "the files have not as much as the manifest");
            }
        }
    }

    private static JsonNode parsed(String text, String where) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            throw altered(where, "is not JSON");
        }
    }

    private static Failure altered(String where, String what) {
        return new Failure(
                ExitCode.WRONG,
                "The export was altered: "
                        + where
                        + ": "
                        + what
                        + ". Take an unaltered copy, or export again.");
    }
}
