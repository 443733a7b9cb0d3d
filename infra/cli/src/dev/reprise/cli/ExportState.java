package dev.reprise.cli;

import dev.reprise.cli.Manifest.DamagedStream;
import dev.reprise.cli.Manifest.ExportedFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How far an export is, as JSON. All that the files have beyond it is cut off when the export goes
 * on.
 */
final class ExportState {

    /** {@code --all}, or the name of the only stream. */
    public String what = "";

    public String startedAt = "";

    /** The cursor of the next page of the list of streams; empty if there is none. */
    public String next = "";

    /** The streams that are listed and not exported yet. The first one may be begun. */
    public Deque<String> left = new ArrayDeque<>();

    /** How far the first stream of {@link #left} is. */
    public StreamState stream = new StreamState();

    public long streams;
    public long commits;
    public long events;

    public List<DamagedStream> damaged = new ArrayList<>();

    /** The files with events that are complete. */
    public List<ExportedFile> files = new ArrayList<>();

    /** How many bytes of the file that is being written count. */
    public long eventsBytes;

    /** How many bytes of the list of streams count. */
    public long streamsBytes;

    /** How far a stream is. */
    static final class StreamState {

        public long version;
        public long commits;
        public long lastCommit;

        /** The hash of the last commit; empty before the first one. */
        public String hash = "";
    }
}
