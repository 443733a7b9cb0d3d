package dev.reprise.orders;

/**
 * All the pieces of an item that an order has at one price.
 *
 * @param quantity 1 or more; what several commands added may be more than one of them could
 */
public record OrderLine(ItemId itemId, long quantity, Price price) {

    public OrderLine {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity is 1 or more, not " + quantity);
        }
    }

    boolean isFor(OrderItem item) {
        return itemId.equals(item.itemId()) && price.equals(item.price());
    }

    /** This line and another of the same item at the same price, in one. */
    OrderLine plus(OrderLine more) {
        return new OrderLine(itemId, quantity + more.quantity, price);
    }
}
