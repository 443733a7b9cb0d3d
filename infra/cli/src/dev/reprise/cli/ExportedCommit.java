package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * A commit as it is stored.
 *
 * @param sequenceNumber of its first event
 * @param hash in hexadecimal
 * @param content all that the hash covers besides the hash of the commit before it, in base64
 */
record ExportedCommit(String stream, long sequenceNumber, String hash, String content) {

    /** The commit that {@code GET /streams/{stream}/commits} shows. */
    static ExportedCommit of(String stream, JsonNode commit) {
        return new ExportedCommit(
                stream,
                commit.path("sequenceNumber").asLong(),
                commit.path("hash").asText(),
                commit.path("content").asText());
    }

    /** Whether the hash is what the content comes to after a commit of this hash. */
    boolean follows(String previousHash) {
        try {
            return Sha256.ofCommit(previousHash, Base64.getDecoder().decode(content)).equals(hash);
        } catch (IllegalArgumentException _) {
            return false; // not hexadecimal, or not base64
        }
    }
}
