package dev.reprise.orders;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;

/**
 * The digest of a command, by which a repeated command is distinguished from a different command
 * with the same id. The digest is stored with the commit: raise the schema version if the digest
 * covers other fields, or the same fields in another order.
 */
final class OrderCommandDigest {

    private static final String SCHEMA_VERSION = "1";

    private OrderCommandDigest() {}

    static Digest of(OrderId order, Order.Command command) {
        FramedDigest digest = new FramedDigest().add(SCHEMA_VERSION);
        switch (command) {
            case CreateOrder create -> {
                digest.add("create")
                        .add(order.stream().toString())
                        .add(create.customerId().value())
                        .add(Integer.toString(create.items().size()));
                create.items().forEach(item -> add(digest, item));
                if (create.shippingAddress() != null) {
                    digest.add(create.shippingAddress().value());
                }
            }
            case AddItem(OrderItem item) ->
                    add(digest.add("add-item").add(order.stream().toString()), item);
            case RemoveItem(ItemId itemId) ->
                    digest.add("remove-item").add(order.stream().toString()).add(itemId.value());
            case ShipOrder(ShippingAddress address) ->
                    digest.add("ship").add(order.stream().toString()).add(address.value());
            case CancelOrder(CancellationReason reason) ->
                    digest.add("cancel").add(order.stream().toString()).add(reason.value());
        }
        return digest.digest();
    }

    private static void add(FramedDigest digest, OrderItem item) {
        digest.add(item.itemId().value())
                .add(item.quantity().toString())
                .add(item.price().toString());
    }
}
