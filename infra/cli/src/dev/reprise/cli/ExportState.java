package dev.reprise.cli;

import dev.reprise.cli.Manifest.DamagedStream;
import dev.reprise.cli.Manifest.ExportedFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The progress of an export, as JSON. When the export continues, everything in the files beyond
 * this progress is cut off.
 */
final class ExportState {

    /** {@code --all}, or the name of the only stream. */
    public String what = "";

    public String startedAt = "";

    /** The cursor of the next page of the list of streams; empty if there is none. */
    public String next = "";

    /** The listed streams that are not exported yet. The first one may be exported in part. */
    public Deque<String> left = new ArrayDeque<>();

    /** The progress of the first stream of {@link #left}. */
    public StreamState stream = new StreamState();

    public long streams;
    public long commits;
    public long events;

    public List<DamagedStream> damaged = new ArrayList<>();

    /** The files with events that are complete. */
    public List<ExportedFile> files = new ArrayList<>();

    /** The valid length of the current file with events, in bytes. */
    public long eventsBytes;

    /** The valid length of the list of streams, in bytes. */
    public long streamsBytes;

    /** The progress of a stream. */
    static final class StreamState {

        public long version;
        public long commits;
        public long lastCommit;

        /** The hash of the last commit; empty before the first one. */
        public String hash = "";
    }
}
