package dev.reprise.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the feed.
 *
 * @param events each with its {@code position} and {@code stream}, and as {@link EventsView} shows
 *     it
 * @param next what to send as {@code after} for what follows
 * @param head the position of the last event there is
 * @param caughtUp whether nothing followed when this was read
 */
@Schema(name = "Feed")
public record FeedResponse(
        @Schema(implementation = Object[].class) List<ObjectNode> events,
        long next,
        long head,
        boolean caughtUp) {

    public FeedResponse {
        events = List.copyOf(events);
    }
}
