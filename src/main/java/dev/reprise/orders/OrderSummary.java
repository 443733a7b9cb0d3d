package dev.reprise.orders;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as one looks at it.
 *
 * @param shippingAddress of a shipped order only
 * @param cancellationReason of a cancelled order only
 * @param version how many events it is made of
 * @param createdAt the timestamp of the first of them
 * @param updatedAt the timestamp of the last of them
 */
public record OrderSummary(
        OrderId orderId,
        CustomerId customerId,
        OrderStatus status,
        OrderLines lines,
        Optional<ShippingAddress> shippingAddress,
        Optional<CancellationReason> cancellationReason,
        StreamVersion version,
        Instant createdAt,
        Instant updatedAt) {

    /** What all pieces cost together, exactly; 0 for no lines. */
    public BigDecimal total() {
        return lines.total();
    }

    /** The state that is shown. */
    Order state() {
        return switch (status) {
            case OPEN -> new Open(customerId, lines, createdAt);
            case SHIPPED ->
                    new Shipped(customerId, lines, createdAt, shippingAddress.orElseThrow());
            case CANCELLED ->
                    new Cancelled(customerId, lines, createdAt, cancellationReason.orElseThrow());
        };
    }

    /**
     * What a replayed state shows.
     *
     * @throws IllegalArgumentException for an order that was not created
     */
    static OrderSummary of(OrderId orderId, VersionedState<Order> versionedState) {
        return switch (versionedState.state()) {
            case NotCreated _ ->
                    throw new IllegalArgumentException(
                            "there is nothing to see of " + orderId + " before its first event");
            case Open open ->
                    of(
                            orderId,
                            OrderStatus.OPEN,
                            open,
                            Optional.empty(),
                            Optional.empty(),
                            versionedState);
            case Shipped shipped ->
                    of(
                            orderId,
                            OrderStatus.SHIPPED,
                            shipped,
                            Optional.of(shipped.shippingAddress()),
                            Optional.empty(),
                            versionedState);
            case Cancelled cancelled ->
                    of(
                            orderId,
                            OrderStatus.CANCELLED,
                            cancelled,
                            Optional.empty(),
                            Optional.of(cancelled.reason()),
                            versionedState);
        };
    }

    private static OrderSummary of(
            OrderId orderId,
            OrderStatus status,
            Created order,
            Optional<ShippingAddress> shippingAddress,
            Optional<CancellationReason> cancellationReason,
            VersionedState<Order> versionedState) {
        return new OrderSummary(
                orderId,
                order.customerId(),
                status,
                order.lines(),
                shippingAddress,
                cancellationReason,
                versionedState.version(),
                order.createdAt(),
                versionedState.at());
    }
}
