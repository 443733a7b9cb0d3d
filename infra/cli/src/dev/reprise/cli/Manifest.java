package dev.reprise.cli;

import java.util.List;

/**
 * The content of an export, as JSON. The manifest is written last. An export without a manifest is
 * not finished.
 *
 * @param format {@value #FORMAT}
 * @param exportedFrom the API's address
 * @param startedAt an instant; each stream is exported up to a version that it had after it
 * @param files all other files: the files with events, and the list of streams
 * @param damaged the streams that are exported only up to a damaged commit
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
     * @param name the file's name; the file is in the folder of the manifest
     * @param sha256 the SHA-256 of its bytes, in hexadecimal
     */
    record ExportedFile(String name, long bytes, String sha256) {}

    /**
     * A damaged stream.
     *
     * @param reason the API's problem
     */
    record DamagedStream(String stream, String reason) {}

    /**
     * A line of the list of streams, which has the order of the files with events.
     *
     * @param version the sequence number of the last exported event
     * @param lastCommit the sequence number of the first event of the last commit
     * @param hash the hash of the last commit
     */
    record ExportedStream(
            String stream, long version, long commits, long lastCommit, String hash) {}
}
