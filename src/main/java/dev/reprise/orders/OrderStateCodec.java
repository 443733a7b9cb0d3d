package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order's state as JSON. Which of its two last fields is there tells a shipped and a cancelled
 * order from an open one.
 */
final class OrderStateCodec implements StateCodec<Order> {

    @JsonPropertyOrder({
        "customerId",
        "createdAt",
        "items",
        "shippingAddress",
        "cancellationReason"
    })
    private record Stored(
            String customerId,
            String createdAt,
            List<StoredLine> items,
            @Nullable String shippingAddress,
            @Nullable String cancellationReason) {}

    @Override
    public int schemaVersion() {
        return 1;
    }

    @Override
    public String encode(Order state) {
        Stored stored =
                switch (state) {
                    case NotCreated _ ->
                            throw new IllegalArgumentException("there is no order to be stored");
                    case Open open -> stored(open, null, null);
                    case Shipped shipped ->
                            stored(shipped, shipped.shippingAddress().value(), null);
                    case Cancelled cancelled -> stored(cancelled, null, cancelled.reason().value());
                };
        try {
            return ExactJson.MAPPER.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state can always be written", e);
        }
    }

    private static Stored stored(
            Created order, @Nullable String shippingAddress, @Nullable String reason) {
        return new Stored(
                order.customerId().value(),
                TimestampFormat.format(order.createdAt()),
                StoredLine.of(order.lines().lines()),
                shippingAddress,
                reason);
    }

    @Override
    public Order decode(String encoded) {
        try {
            Order state = state(ExactJson.MAPPER.readValue(encoded, Stored.class));
            if (!encode(state).equals(encoded)) {
                throw new IllegalArgumentException("it would be written otherwise");
            }
            return state;
        } catch (JsonProcessingException
                | DateTimeException
                | NullPointerException
                | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a stored state: " + e.getMessage(), e);
        }
    }

    private static Order state(Stored stored) {
        CustomerId customerId = new CustomerId(stored.customerId());
        Instant createdAt = TimestampFormat.parse(stored.createdAt());
        OrderLines lines = new OrderLines(StoredLine.lines(stored.items()));
        if (stored.shippingAddress() != null) {
            return new Shipped(
                    customerId, lines, createdAt, new ShippingAddress(stored.shippingAddress()));
        }
        if (stored.cancellationReason() != null) {
            return new Cancelled(
                    customerId,
                    lines,
                    createdAt,
                    new CancellationReason(stored.cancellationReason()));
        }
        return new Open(customerId, lines, createdAt);
    }
}
