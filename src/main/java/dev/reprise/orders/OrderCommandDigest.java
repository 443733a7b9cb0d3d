package dev.reprise.orders;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a command, by which a repeated command is distinguished from a different command
 * with the same id. The digest is stored with the commit: raise the schema version if the digest
 * covers other fields, or the same fields in another order.
 */
final class OrderCommandDigest {

    private static final int SCHEMA_VERSION = 1;

    private OrderCommandDigest() {}

    /**
     * The digest of a command.
     *
     * @param occurredAt when it happened, as the caller says; the digest of a command without it
     *     does not cover it
     */
    static CommandDigest of(OrderId order, Order.Command command, @Nullable Instant occurredAt) {
        FramedDigest digest = new FramedDigest().add(Integer.toString(SCHEMA_VERSION));
        String stream = order.stream().toString();
        switch (command) {
            case CreateOrder create -> {
                digest.add("create")
                        .add(stream)
                        .add(create.customerId().value())
                        .add(Integer.toString(create.items().size()));
                create.items().forEach(item -> add(digest, item));
                if (create.shippingAddress() != null) {
                    digest.add(create.shippingAddress().value());
                }
            }
            case Change change -> add(digest.add(name(change)).add(stream), change);
            case ChangeOrder(List<Change> changes) -> {
                digest.add("change").add(stream).add(Integer.toString(changes.size()));
                changes.forEach(change -> add(digest.add(name(change)), change));
            }
        }
        if (occurredAt != null) {
            // Two fields: one more would be taken for the address of a creation without one.
            digest.add("occurred-at").add(TimestampFormat.format(occurredAt));
        }
        return CommandDigest.of(SCHEMA_VERSION, digest.digest());
    }

    private static String name(Change change) {
        return switch (change) {
            case AddItem _ -> "add-item";
            case RemoveItem _ -> "remove-item";
            case ChangeQuantity _ -> "change-quantity";
            case ShipOrder _ -> "ship";
            case CancelOrder _ -> "cancel";
        };
    }

    /**
     * Adds as many fields for each change of a name, so that a list of changes has no two readings.
     */
    private static void add(FramedDigest digest, Change change) {
        switch (change) {
            case AddItem(OrderItem item) -> add(digest, item);
            case RemoveItem(ItemId itemId) -> digest.add(itemId.value());
            case ChangeQuantity(ItemId itemId, Quantity quantity, Price price) ->
                    digest.add(itemId.value())
                            .add(quantity.toString())
                            .add(price == null ? "" : price.toString());
            case ShipOrder(ShippingAddress address) -> digest.add(address.value());
            case CancelOrder(CancellationReason reason) -> digest.add(reason.value());
        }
    }

    private static void add(FramedDigest digest, OrderItem item) {
        digest.add(item.itemId().value())
                .add(item.quantity().toString())
                .add(item.price().toString());
    }
}
