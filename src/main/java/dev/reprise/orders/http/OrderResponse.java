package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.orders.OrderLine;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.ShippingAddress;
import dev.reprise.personal.Personal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
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
        @Nullable Boolean forgotten,
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
     * @param order without encrypted values
     * @throws IllegalArgumentException if the order does not exist
     */
    static OrderResponse of(String orderId, VersionedState<Order> order) {
        return switch (order.state()) {
            case NotCreated _ ->
                    throw new IllegalArgumentException("order " + orderId + " has no events");
            case Open open -> of(orderId, order, open, Optional.empty(), Optional.empty(), false);
            case Shipped shipped ->
                    of(
                            orderId,
                            order,
                            shipped,
                            shipped.shippingAddress().known().map(ShippingAddress::value),
                            Optional.empty(),
                            isForgotten(shipped.shippingAddress()));
            case Cancelled cancelled ->
                    of(
                            orderId,
                            order,
                            cancelled,
                            Optional.empty(),
                            cancelled.cancellationReason().known().map(CancellationReason::value),
                            isForgotten(cancelled.cancellationReason()));
        };
    }

    private static boolean isForgotten(Personal<?> value) {
        return value instanceof Personal.Forgotten<?>;
    }

    private static OrderResponse of(
            String orderId,
            VersionedState<Order> order,
            Created state,
            Optional<String> shippingAddress,
            Optional<String> cancellationReason,
            boolean forgotten) {
        return new OrderResponse(
                orderId,
                state.contents().customerId().value(),
                OrderStatus.of(state),
                state.contents().items().lines().stream().map(Item::of).toList(),
                state.contents().items().total(),
                shippingAddress.orElse(null),
                cancellationReason.orElse(null),
                forgotten ? true : null,
                order.version().value(),
                TimestampFormat.format(state.contents().createdAt()),
                TimestampFormat.format(order.at()));
    }
}
