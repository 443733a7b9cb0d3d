package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.aggregates.EventPage;
import dev.reprise.orders.OrderEvent;
import dev.reprise.orders.OrderEventJson;
import dev.reprise.orders.OrderId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of an order's events.
 *
 * @param events each with {@code sequenceNumber}, {@code eventType}, {@code orderId}, the fields of
 *     its type, and {@code timestamp}
 * @param next what to give as {@code after} to have the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventsResponse(
        @Schema(implementation = Event[].class) List<ObjectNode> events, @Nullable Long next) {

    EventsResponse {
        events = List.copyOf(events);
    }

    static EventsResponse of(OrderId orderId, EventPage<OrderEvent> page) {
        return new EventsResponse(
                page.events().stream()
                        .map(recorded -> OrderEventJson.of(orderId, recorded))
                        .toList(),
                page.more() ? page.events().getLast().sequenceNumber() : null);
    }

    /** What every event has, for the API's description. */
    private record Event(long sequenceNumber, String eventType, String orderId, String timestamp) {}
}
