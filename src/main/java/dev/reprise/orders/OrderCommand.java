package dev.reprise.orders;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be asked of an order. */
public sealed interface OrderCommand {

    /**
     * Creates the order, if need be with all its items and shipped at once.
     *
     * @param items may be empty; the same item may come more than once
     * @param shippingAddress null to leave the order open
     */
    record CreateOrder(
            CustomerId customerId, List<OrderItem> items, @Nullable ShippingAddress shippingAddress)
            implements OrderCommand {
        public CreateOrder {
            items = List.copyOf(items);
        }
    }

    /** Adds pieces of an item; to those of the same item at the same price, if there are any. */
    record AddItem(OrderItem item) implements OrderCommand {}

    /** Removes an item whole, whatever its prices. */
    record RemoveItem(ItemId itemId) implements OrderCommand {}

    record ShipOrder(ShippingAddress shippingAddress) implements OrderCommand {}

    record CancelOrder(CancellationReason reason) implements OrderCommand {}
}
