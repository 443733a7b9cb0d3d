package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitArchive.StoredCommit;
import dev.reprise.eventstore.TimestampFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a stream's commits, as they are stored.
 *
 * @param commits the oldest first
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "CommitPage")
record CommitsResponse(String stream, List<StoredCommitResponse> commits, @Nullable String next) {

    CommitsResponse {
        commits = List.copyOf(commits);
    }

    /**
     * A stored commit.
     *
     * @param sequenceNumber the sequence number of its first event
     * @param count the number of its events
     * @param previous the hash of the commit before it; for the first commit, the digest of the
     *     stream's name
     * @param events a JSON array of the stored events, with personal values as they are stored;
     *     absent if they are stored in a format that only their aggregate can read
     * @param content everything that the hash covers except {@code previous}, in base64
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StoredCommit")
    record StoredCommitResponse(
            long sequenceNumber,
            int count,
            String at,
            String commandId,
            String previous,
            String hash,
            @JsonRawValue @Nullable String events,
            String content) {

        static StoredCommitResponse of(StoredCommit stored, Optional<String> events) {
            Commit commit = stored.commit();
            return new StoredCommitResponse(
                    commit.firstSequenceNumber(),
                    commit.events().count(),
                    TimestampFormat.format(commit.at()),
                    commit.commandId().value(),
                    stored.previous().toString(),
                    commit.hash().toString(),
                    events.orElse(null),
                    stored.content().toString());
        }
    }
}
