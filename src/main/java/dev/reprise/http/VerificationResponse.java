package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.Verification;
import java.util.Optional;
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
 * @param next what to send as {@code cursor} to check later commits; absent if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VerificationResponse(
        String stream,
        boolean intact,
        long version,
        @Nullable Long commits,
        @Nullable String hash,
        @Nullable BrokenCommit broken,
        @Nullable String next) {

    record BrokenCommit(long sequenceNumber, String reason) {}

    static VerificationResponse of(
            String stream, Verification verification, Optional<String> next) {
        return switch (verification) {
            case Verification.Intact intact -> intact(stream, intact, next);
            case Verification.Unfinished(Verification.Intact soFar) -> intact(stream, soFar, next);
            case Verification.Broken broken ->
                    new VerificationResponse(
                            stream,
                            false,
                            broken.intactTo().value(),
                            null,
                            null,
                            new BrokenCommit(broken.sequenceNumber(), broken.reason()),
                            null);
        };
    }

    private static VerificationResponse intact(
            String stream, Verification.Intact intact, Optional<String> next) {
        return new VerificationResponse(
                stream,
                true,
                intact.version().value(),
                intact.commits(),
                intact.hash().toString(),
                null,
                next.orElse(null));
    }
}
