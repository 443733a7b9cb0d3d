package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a stream's events.
 *
 * @param events see {@link EventsView}
 * @param next what to send as {@code cursor} for the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventsResponse(
        @Schema(implementation = Object[].class) List<ObjectNode> events, @Nullable String next) {

    public EventsResponse {
        events = List.copyOf(events);
    }
}
