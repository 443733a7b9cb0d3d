package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.EventPage;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.OrderEvent;
import dev.reprise.orders.OrderEvent.OrderCancelled;
import dev.reprise.orders.OrderEvent.OrderCreated;
import dev.reprise.orders.OrderEvent.OrderItemAdded;
import dev.reprise.orders.OrderEvent.OrderItemRemoved;
import dev.reprise.orders.OrderEvent.OrderShipped;
import dev.reprise.orders.OrderId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of an order's events.
 *
 * @param next what to give as {@code after} to have the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventsResponse(List<Event> events, @Nullable Long next) {

    EventsResponse {
        events = List.copyOf(events);
    }

    static EventsResponse of(OrderId orderId, EventPage<OrderEvent> page) {
        List<Event> events =
                page.events().stream().map(recorded -> Event.of(orderId, recorded)).toList();
        return new EventsResponse(events, page.more() ? events.getLast().sequenceNumber() : null);
    }

    /** An event, with the fields of its type. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            long sequenceNumber,
            String eventType,
            String orderId,
            @Nullable String customerId,
            @Nullable String itemId,
            @Nullable Integer quantity,
            @Nullable BigDecimal price,
            @Nullable String shippingAddress,
            @Nullable String reason,
            String timestamp) {
    }
}
