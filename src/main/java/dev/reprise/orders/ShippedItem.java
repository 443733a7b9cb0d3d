package dev.reprise.orders;

import java.time.Instant;

/**
 * An item that was shipped with an order.
 *
 * @param quantity how many pieces, at all prices
 * @param outdated whether the order has later or other events that could not be applied
 */
public record ShippedItem(
        ItemId itemId,
        OrderId orderId,
        CustomerId customerId,
        long quantity,
        ShippingAddress shippingAddress,
        Instant shippedAt,
        boolean outdated) {}
