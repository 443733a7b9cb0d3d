package dev.reprise.orders;

import java.util.Objects;

/**
 * All the pieces of an item that an order has at one price.
 *
 * @param quantity 1 or more, the sum of what commands added; so it may exceed {@link Quantity}'s
 *     limit
 */
public record OrderLine(ItemId itemId, long quantity, Price price) {

    public OrderLine {
        Objects.requireNonNull(itemId);
        Objects.requireNonNull(price);
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be 1 or more, found " + quantity);
        }
    }

    boolean isFor(OrderItem item) {
        return itemId.equals(item.itemId()) && price.equals(item.price());
    }

    OrderLine withQuantity(Quantity changed) {
        return new OrderLine(itemId, changed.value(), price);
    }

    /** Merges this line with another one of the same item and price. */
    OrderLine plus(OrderLine more) {
        return new OrderLine(itemId, quantity + more.quantity, price);
    }
}
