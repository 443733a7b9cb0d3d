package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * A commit as it is stored.
 *
 * @param sequenceNumber the sequence number of its first event
 * @param previous the hash of the commit before it, in hexadecimal; for the first commit, the
 *     digest of the stream's whole name, which callers of a tenant do not see
 * @param hash the commit's hash, in hexadecimal
 * @param content everything that the hash covers except {@code previous}, in base64
 */
record ExportedCommit(
        String stream, long sequenceNumber, String previous, String hash, String content) {

    /** The commit that {@code GET /streams/{stream}/commits} shows. */
    static ExportedCommit of(String stream, JsonNode commit) {
        return new ExportedCommit(
                stream,
                commit.path("sequenceNumber").asLong(),
                commit.path("previous").asText(),
                commit.path("hash").asText(),
                commit.path("content").asText());
    }

    /**
     * Whether the hash is the hash of the content after the commit before it.
     *
     * @param lastHash the hash of the commit before it; empty for the first commit
     */
    boolean follows(String lastHash) {
        try {
            return (lastHash.isEmpty() || lastHash.equals(previous))
                    && Sha256.ofCommit(previous, Base64.getDecoder().decode(content)).equals(hash);
        } catch (IllegalArgumentException _) {
            return false; // not hexadecimal, or not base64
        }
    }
}
