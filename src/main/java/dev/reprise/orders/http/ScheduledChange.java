package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Command;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.orders.ShippingAddress;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that a pending command will make. It has the fields of a {@link ChangeRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduledChange(
        CommandKind type,
        @Nullable String itemId,
        @Nullable Integer quantity,
        @Nullable BigDecimal price,
        @Nullable String shippingAddress,
        @Nullable String reason) {

    /** The changes that a command makes; never that of a creation. */
    static List<ScheduledChange> of(Command command) {
        return switch (command) {
            case Command.Change change -> List.of(of(change));
            case Command.ChangeOrder(List<Command.Change> changes) ->
                    changes.stream().map(ScheduledChange::of).toList();
            case Command.CreateOrder _ ->
                    throw new IllegalArgumentException("a creation is not a change");
        };
    }

    private static ScheduledChange of(Command.Change change) {
        CommandKind kind = CommandKind.of(change);
        return switch (change) {
            case Command.AddItem(OrderItem item) ->
                    ofItem(kind, item.itemId(), item.quantity(), item.price());
            case Command.RemoveItem(ItemId itemId) -> ofItem(kind, itemId, null, null);
            case Command.ChangeQuantity(ItemId itemId, Quantity quantity, Price price) ->
                    ofItem(kind, itemId, quantity, price);
            case Command.ShipOrder(ShippingAddress address) ->
                    new ScheduledChange(kind, null, null, null, address.value(), null);
            case Command.CancelOrder(CancellationReason reason) ->
                    new ScheduledChange(kind, null, null, null, null, reason.value());
        };
    }

    private static ScheduledChange ofItem(
            CommandKind kind, ItemId itemId, @Nullable Quantity quantity, @Nullable Price price) {
        return new ScheduledChange(
                kind,
                itemId.value(),
                quantity == null ? null : quantity.value(),
                price == null ? null : price.amount(),
                null,
                null);
    }
}
