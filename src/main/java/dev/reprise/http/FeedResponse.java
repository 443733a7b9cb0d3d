package dev.reprise.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the feed.
 *
 * @param events each with its {@code position}, its {@code stream}, and the fields that {@link
 *     EventsView} shows
 * @param feedGeneration the generation of the feed that has these positions
 * @param next the position to send as {@code after} in the next call
 * @param head the position of the feed's last event
 * @param caughtUp whether the feed had nothing after {@code next}
 */
@Schema(name = "Feed")
public record FeedResponse(
        @Schema(implementation = Object[].class) List<ObjectNode> events,
        int feedGeneration,
        long next,
        long head,
        boolean caughtUp) {

    public FeedResponse {
        events = List.copyOf(events);
    }
}
