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

    static final String SEQUENCE_NUMBER = "sequenceNumber";
    static final String TIMESTAMP = "timestamp";
    static final String OCCURRED_AT = "occurredAt";
    static final String METADATA = "metadata";

    /** The fields of each event, whatever its type. */
    static final List<String> OF_EACH_EVENT =
            List.of(SEQUENCE_NUMBER, TIMESTAMP, OCCURRED_AT, METADATA);

    static final String COMMAND_ID = "commandId";
    static final String CORRELATION_ID = "correlationId";
    static final String CAUSATION_ID = "causationId";
    static final String ACTOR = "actor";

    public EventsResponse {
        events = List.copyOf(events);
    }
}
