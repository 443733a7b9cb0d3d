package dev.reprise.cli;

import java.util.List;

/**
 * What an export consists of, as JSON. It is written last, so an export without one is not
 * finished.
 *
 * @param format {@value #FORMAT}
 * @param exportedFrom the API's address
 * @param startedAt an instant; a stream's events up to some moment after it are in the export
 * @param files all other files: those with events, and the list of streams
 * @param damaged the streams of which only commits before a damaged one are in the export
 */
record Manifest(
        String format,
        String exportedFrom,
        String startedAt,
        String finishedAt,
        long streams,
        long commits,
        long events,
        List<ExportedFile> files,
        List<DamagedStream> damaged) {

    static final String FORMAT = "reprise-export/1";

    Manifest {
        files = List.copyOf(files);
        damaged = List.copyOf(damaged);
    }

    /**
     * A file of an export.
     *
     * @param name beside the manifest
     * @param sha256 of its bytes, in hexadecimal
     */
    record ExportedFile(String name, long bytes, String sha256) {}

    /**
     * A stream that is not whole.
     *
     * @param reason what is wrong with it
     */
    record DamagedStream(String stream, String reason) {}

    /**
     * A line of the list of streams, in the order of the events.
     *
     * @param version of the last event that is in the export
     * @param lastCommit the number of the first event of the last commit
     * @param hash of the last commit
     */
    record ExportedStream(
            String stream, long version, long commits, long lastCommit, String hash) {}
}
