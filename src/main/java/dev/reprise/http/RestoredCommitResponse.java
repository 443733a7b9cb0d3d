package dev.reprise.http;

import dev.reprise.eventstore.Commit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A commit that the stream now has.
 *
 * @param sequenceNumber the sequence number of its first event
 * @param version the stream's version after it
 */
@Schema(name = "RestoredCommit")
record RestoredCommitResponse(String stream, long sequenceNumber, long version, String hash) {

    static RestoredCommitResponse of(String stream, Commit commit) {
        return new RestoredCommitResponse(
                stream,
                commit.firstSequenceNumber(),
                commit.version().value(),
                commit.hash().toString());
    }
}
