package dev.reprise.orders;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.personal.Personal;
import dev.reprise.serialization.ExactJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the commands to an order that exists as JSON, as they are stored until they run. */
final class OrderCommandJson {

    private static final JsonMapper JSON = OrderJson.MAPPER;

    private OrderCommandJson() {}

    /** A command as it is stored. The names of the fields are stored, too. */
    private record Stored(
            CommandKind type,
            @Nullable ItemId itemId,
            @Nullable Integer quantity,
            @Nullable Price price,
            @Nullable ShippingAddress shippingAddress,
            @Nullable CancellationReason reason,
            @Nullable List<Stored> changes) {

        static Stored of(Order.Command command) {
            CommandKind kind = CommandKind.of(command);
            return switch (command) {
                case AddItem(OrderItem item) ->
                        new Stored(
                                kind,
                                item.itemId(),
                                item.quantity().value(),
                                item.price(),
                                null,
                                null,
                                null);
                case RemoveItem(ItemId itemId) ->
                        new Stored(kind, itemId, null, null, null, null, null);
                case ChangeQuantity(ItemId itemId, Quantity quantity, Price price) ->
                        new Stored(kind, itemId, quantity.value(), price, null, null, null);
                case ShipOrder(ShippingAddress address) ->
                        new Stored(kind, null, null, null, address, null, null);
                case CancelOrder(CancellationReason reason) ->
                        new Stored(kind, null, null, null, null, reason, null);
                case ChangeOrder(List<Change> changes) ->
                        new Stored(
                                kind,
                                null,
                                null,
                                null,
                                null,
                                null,
                                changes.stream().map(Stored::of).toList());
                case CreateOrder _ -> throw new IllegalStateException("it has no kind");
            };
        }

        Order.Command command() {
            return type == CommandKind.CHANGE_ORDER
                    ? new ChangeOrder(required(changes).stream().map(Stored::change).toList())
                    : change();
        }

        private Change change() {
            return switch (type) {
                case ADD_ITEM ->
                        new AddItem(
                                new OrderItem(
                                        required(itemId),
                                        new Quantity(required(quantity)),
                                        required(price)));
                case REMOVE_ITEM -> new RemoveItem(required(itemId));
                case CHANGE_QUANTITY ->
                        new ChangeQuantity(
                                required(itemId), new Quantity(required(quantity)), price);
                case SHIP -> new ShipOrder(required(shippingAddress));
                case CANCEL -> new CancelOrder(required(reason));
                case CHANGE_ORDER ->
                        throw new IllegalArgumentException("a change is not a list of changes");
            };
        }

        private static <T> T required(@Nullable T value) {
            return Objects.requireNonNull(value);
        }
    }

    /** The JSON of a command; never that of a creation. */
    static String write(Order.Command command) {
        return ExactJson.write(JSON, Stored.of(command));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static Order.Command read(String text) {
        return OrderJson.read(JSON, text, _ -> Stored.class, "a stored command").command();
    }

    /** How many characters a stored command takes. */
    static int characters(Personal<Order.Command> content) {
        return content.stored(OrderCommandJson::write).length();
    }

    /** Whether a command has values about a person. */
    static boolean isPersonal(Order.Command command) {
        return switch (command) {
            case ShipOrder _, CancelOrder _ -> true;
            case ChangeOrder(List<Change> changes) ->
                    changes.stream().anyMatch(OrderCommandJson::isPersonal);
            case AddItem _, RemoveItem _, ChangeQuantity _, CreateOrder _ -> false;
        };
    }
}
