package dev.reprise.orders;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that was shipped with an order.
 *
 * @param quantity how many pieces, at all prices
 * @param shippingAddress null if it was forgotten
 * @param outdated whether the order has later or other events that could not be applied
 */
public record ShippedItem(
        ItemId itemId,
        OrderId orderId,
        CustomerId customerId,
        long quantity,
        @Nullable ShippingAddress shippingAddress,
        Instant shippedAt,
        boolean outdated) {}
