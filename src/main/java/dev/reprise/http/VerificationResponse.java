package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying a stream.
 *
 * @param intact whether the hash chain, the rows of the projections and the snapshots confirm every
 *     commit
 * @param version the version up to which the stream is intact
 * @param commits the number of commits; absent if the stream is broken
 * @param hash the hash of the last commit; absent if the stream is broken
 * @param broken the first commit that is wrong; absent if the stream is intact
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VerificationResponse(
        String stream,
        boolean intact,
        long version,
        @Nullable Long commits,
        @Nullable String hash,
        @Nullable BrokenCommit broken) {

    record BrokenCommit(long sequenceNumber, String reason) {}

    static VerificationResponse of(StreamName stream, Verification verification) {
        return switch (verification) {
            case Verification.Intact intact ->
                    new VerificationResponse(
                            stream.toString(),
                            true,
                            intact.version().value(),
                            intact.commits(),
                            intact.hash().toString(),
                            null);
            case Verification.Broken broken ->
                    new VerificationResponse(
                            stream.toString(),
                            false,
                            broken.intactTo().value(),
                            null,
                            null,
                            new BrokenCommit(broken.sequenceNumber(), broken.reason()));
        };
    }
}
