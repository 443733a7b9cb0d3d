package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.Manifest.ExportedFile;
import dev.reprise.cli.Manifest.ExportedStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of an export. Continues the files of an unfinished export. */
final class ExportWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ExportPlace place;
    private final long maxFileBytes;
    private final ExportState state;
    private Output events;
    private final Output streams;

    /** A file that is written at its end. */
    private static final class Output implements AutoCloseable {

        private final FileChannel channel;
        private final OutputStream out;
        private long bytes;

        /** Cuts off what the file has beyond {@code bytes}. */
        Output(Path file, long bytes) throws IOException {
            this.bytes = bytes;
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() < bytes) {
                channel.close();
                throw new IOException(
                        file
                                + " is shorter than when the export stopped: it was altered. Export into another place.");
            }
            channel.truncate(bytes).position(bytes);
            out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        }

        void line(String text) throws IOException {
            byte[] line = (text + "\n").getBytes(UTF_8);
            out.write(line);
            bytes += line.length;
        }

        void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /**
     * @param maxFileBytes when a file has this size, the next stream begins a new file
     */
    ExportWriter(ExportPlace place, long maxFileBytes, ExportState state) throws IOException {
        this.place = place;
        this.maxFileBytes = maxFileBytes;
        this.state = state;
        Files.createDirectories(place.folder());
        events = new Output(eventsFile(), state.eventsBytes);
        streams = new Output(place.file(place.streams()), state.streamsBytes);
    }

    private Path eventsFile() {
        return place.file(place.events(state.files.size() + 1));
    }

    /** Writes the next commit of the current stream. */
    void commit(String stream, JsonNode commit) throws IOException {
        for (String line : CloudEvents.lines(stream, commit)) {
            events.line(line);
        }
        long count = commit.path("count").asLong();
        ExportState.StreamState at = state.stream;
        at.lastCommit = commit.path("sequenceNumber").asLong();
        at.version = at.lastCommit + count - 1;
        at.hash = commit.path("hash").asText();
        at.commits++;
        state.commits++;
        state.events += count;
    }

    /** Ends the current stream. One without commits is left out. */
    void endStream(String stream) throws IOException {
        ExportState.StreamState at = state.stream;
        if (at.commits > 0) {
            streams.line(
                    Json.write(
                            new ExportedStream(
                                    stream, at.version, at.commits, at.lastCommit, at.hash)));
            state.streams++;
        }
        state.stream = new ExportState.StreamState();
        if (events.bytes >= maxFileBytes && !place.isSingle()) {
            events.close();
            state.files.add(described(eventsFile()));
            events = new Output(eventsFile(), 0);
        }
    }

    /** Saves the progress, so that the export can continue from here. */
    void save() throws IOException {
        events.flush();
        streams.flush();
        state.eventsBytes = events.bytes;
        state.streamsBytes = streams.bytes;
        ExportPlace.replace(place.state(), Json.write(state));
    }

    /** Writes the manifest. The export is then complete. */
    Manifest finish(String exportedFrom) throws IOException {
        close();
        List<ExportedFile> files = new ArrayList<>(state.files);
        files.add(described(eventsFile()));
        files.add(described(place.file(place.streams())));
        Manifest manifest =
                new Manifest(
                        Manifest.FORMAT,
                        exportedFrom,
                        state.startedAt,
                        Instant.now().toString(),
                        state.streams,
                        state.commits,
                        state.events,
                        files,
                        state.damaged);
        ExportPlace.replace(
                place.manifest(), Json.pretty(Json.MAPPER.valueToTree(manifest)) + "\n");
        Files.deleteIfExists(place.state());
        return manifest;
    }

    private static ExportedFile described(Path file) throws IOException {
        return new ExportedFile(
                String.valueOf(file.getFileName()), Files.size(file), Sha256.ofFile(file));
    }

    @Override
    public void close() throws IOException {
        events.close();
        streams.close();
    }
}
