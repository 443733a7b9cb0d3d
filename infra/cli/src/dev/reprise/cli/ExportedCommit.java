package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * A commit as it is stored.
 *
 * @param sequenceNumber of its first event
 * @param previous the hash of the commit before it, in hexadecimal; of the first one, the digest of
 *     the stream's whole name, which callers of a tenant do not see
 * @param hash in hexadecimal
 * @param content all that the hash covers besides the hash of the commit before it, in base64
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
     * Whether the hash is what the content comes to after the commit before it.
     *
     * @param lastHash of that commit; empty for the first one
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
