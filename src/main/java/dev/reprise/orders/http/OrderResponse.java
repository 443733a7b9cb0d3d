package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.orders.OrderLine;
import dev.reprise.orders.OrderStatus;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer that shows an order. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderResponse(
        String orderId,
        String customerId,
        OrderStatus status,
        List<Item> items,
        BigDecimal total,
        @Nullable String shippingAddress,
        @Nullable String cancellationReason,
        long version,
        String createdAt,
        String updatedAt) {

    @Schema(name = "OrderLine")
    record Item(String itemId, long quantity, BigDecimal price) {

        static Item of(OrderLine line) {
            return new Item(line.itemId().value(), line.quantity(), line.price().amount());
        }
    }

    OrderResponse {
        items = List.copyOf(items);
    }

    /**
     * The answer that shows an order.
     *
     * @throws IllegalArgumentException if the order does not exist
     */
    static OrderResponse of(String orderId, VersionedState<Order> order) {
        return switch (order.state()) {
            case NotCreated _ ->
                    throw new IllegalArgumentException("order " + orderId + " has no events");
            case Open open -> of(orderId, order, open, null, null);
            case Shipped shipped ->
                    of(orderId, order, shipped, shipped.shippingAddress().value(), null);
            case Cancelled cancelled ->
                    of(orderId, order, cancelled, null, cancelled.cancellationReason().value());
        };
    }

    private static OrderResponse of(
            String orderId,
            VersionedState<Order> order,
            Created state,
            @Nullable String shippingAddress,
            @Nullable String cancellationReason) {
        return new OrderResponse(
                orderId,
                state.contents().customerId().value(),
                OrderStatus.of(state),
                state.contents().items().lines().stream().map(Item::of).toList(),
                state.contents().items().total(),
                shippingAddress,
                cancellationReason,
                order.version().value(),
                TimestampFormat.format(state.contents().createdAt()),
                TimestampFormat.format(order.at()));
    }
}
