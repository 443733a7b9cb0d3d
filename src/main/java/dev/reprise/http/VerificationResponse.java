package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a stream's hash chain found.
 *
 * @param intact whether every commit fits the one before it
 * @param version up to where they do; of an intact stream its version
 * @param commits how many an intact stream has
 * @param hash the last commit's, of an intact stream
 * @param broken the first commit that does not fit
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
