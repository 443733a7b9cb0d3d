package dev.reprise.orders;

import java.time.Instant;

/**
 * An item that was shipped with an order.
 *
 * @param quantity how many pieces, at all prices
 */
public record ShippedItem(
        ItemId itemId,
        OrderId orderId,
        CustomerId customerId,
        long quantity,
        ShippingAddress shippingAddress,
        Instant shippedAt) {}
