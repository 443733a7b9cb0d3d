package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.FeedEntry;
import dev.reprise.http.FeedEvents.ShownCommit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The commits with a correlation id, in a part of the feed.
 *
 * @param commits in the order of the feed
 * @param feedGeneration the generation of the feed that has these positions
 * @param next the position to send as {@code after} in the next call
 * @param head the position of the feed's last event
 * @param caughtUp whether the feed had nothing after {@code next}
 */
@Schema(name = "Correlation")
record CorrelationResponse(
        List<CorrelatedCommit> commits,
        int feedGeneration,
        long next,
        long head,
        boolean caughtUp) {

    CorrelationResponse {
        commits = List.copyOf(commits);
    }

    /**
     * A commit.
     *
     * @param position the position of its first event
     * @param sequenceNumber the sequence number of its first event
     * @param occurredAt absent if the command did not say it
     * @param causationId the id of the message that caused the command; absent if unknown
     * @param actor who sent the command; absent if unknown
     * @param events what the feed shows of each, without what the commit says already
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CorrelatedCommit")
    record CorrelatedCommit(
            long position,
            String stream,
            long sequenceNumber,
            String timestamp,
            @Nullable String occurredAt,
            String commandId,
            @Nullable String causationId,
            @Nullable String actor,
            @Schema(implementation = Object[].class) List<ObjectNode> events) {

        CorrelatedCommit {
            events = List.copyOf(events);
        }

        static CorrelatedCommit of(FeedEntry entry, ShownCommit shown, Caller caller) {
            return new CorrelatedCommit(
                    entry.position(),
                    caller.shown(entry.stream().toString()),
                    entry.firstSequenceNumber(),
                    TimestampFormat.format(entry.at()),
                    Optional.ofNullable(entry.metadata().occurredAt())
                            .map(TimestampFormat::format)
                            .orElse(null),
                    entry.commandId().value(),
                    EventsView.shown(entry.metadata().causationId(), caller),
                    entry.metadata().actor(),
                    shown.events().stream().map(event -> ownFields(event.json())).toList());
        }

        private static ObjectNode ownFields(ObjectNode event) {
            return event.deepCopy()
                    .without(
                            List.of(
                                    FeedEvents.STREAM,
                                    EventsResponse.TIMESTAMP,
                                    EventsResponse.OCCURRED_AT,
                                    EventsResponse.METADATA));
        }
    }
}
