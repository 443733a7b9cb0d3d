package dev.reprise.orders;

import dev.reprise.aggregates.PersonalValues;
import dev.reprise.eventstore.StreamName;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.personal.Personal;
import dev.reprise.personal.PersonalData;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The personal values of orders, and of commands that wait to be run: where an order was shipped
 * to, and why it was cancelled. Their subject is the customer.
 */
@Singleton
public final class OrderPersonalData implements PersonalValues<Order.Command, Order, Order.Event> {

    private static final String ADDRESS = "shippingAddress";
    private static final String REASON = "reason";
    private static final String SCHEDULED = "scheduled/";

    private final PersonalData data;

    @Inject
    public OrderPersonalData(PersonalData data) {
        this.data = data;
    }

    /** Personal values that are stored as they are. */
    static OrderPersonalData plain() {
        return new OrderPersonalData(PersonalData.plain());
    }

    /** Opens a value if the command repeats a change that the order already has. */
    @Override
    public Order opened(StreamName stream, Order.Command command, Order state) {
        return switch (state) {
            case Shipped shipped when has(ShipOrder.class, command) -> opened(stream, shipped);
            case Cancelled cancelled when has(CancelOrder.class, command) ->
                    opened(stream, cancelled);
            case NotCreated _, Open _, Shipped _, Cancelled _ -> state;
        };
    }

    /** Whether a command is such a change, or several changes with one of them. */
    private static boolean has(Class<? extends Change> change, Order.Command command) {
        return change.isInstance(command)
                || (command instanceof ChangeOrder several
                        && several.changes().stream().anyMatch(change::isInstance));
    }

    /** The order as it is to be shown. */
    public Order opened(StreamName stream, Order order) {
        return switch (order) {
            case NotCreated _, Open _ -> order;
            case Shipped shipped ->
                    new Shipped(shipped.contents(), opened(stream, shipped.shippingAddress()));
            case Cancelled cancelled ->
                    new Cancelled(
                            cancelled.contents(),
                            openedReason(stream, cancelled.cancellationReason()));
        };
    }

    /** The event as it is to be shown. */
    public Order.Event opened(StreamName stream, Order.Event event) {
        return switch (event) {
            case OrderCreated _, OrderItemAdded _, OrderItemRemoved _, OrderItemQuantityChanged _ ->
                    event;
            case OrderShipped(Personal<ShippingAddress> address) ->
                    new OrderShipped(opened(stream, address));
            case OrderCancelled(Personal<CancellationReason> reason) ->
                    new OrderCancelled(openedReason(stream, reason));
        };
    }

    Personal<ShippingAddress> opened(StreamName stream, Personal<ShippingAddress> address) {
        return data.open(stream, ADDRESS, address, ShippingAddress::new);
    }

    /**
     * A command for a later time as it is to be stored: encrypted if it has personal values, and
     * forgotten if it has and its customer is.
     *
     * @param stream the stream that it is stored in
     * @param id the id of the scheduled command
     */
    Personal<Order.Command> sealedCommand(
            CustomerId customer, StreamName stream, String id, Order.Command command) {
        Personal<Order.Command> known = new Personal.Known<>(command);
        return OrderCommandJson.isPersonal(command)
                ? data.seal(
                        customer.value(), stream, SCHEDULED + id, known, OrderCommandJson::write)
                : known;
    }

    /** A command that {@link #sealedCommand} made, as it is to be decided or shown. */
    Personal<Order.Command> openedCommand(
            StreamName stream, String id, Personal<Order.Command> command) {
        return data.open(stream, SCHEDULED + id, command, OrderCommandJson::read);
    }

    private Personal<CancellationReason> openedReason(
            StreamName stream, Personal<CancellationReason> reason) {
        return data.open(stream, REASON, reason, CancellationReason::new);
    }

    @Override
    public List<Order.Event> sealed(StreamName stream, Order state, List<Order.Event> events) {
        if (!data.encrypts()) {
            return events;
        }
        String customer = customerOf(state, events).value();
        return events.stream().map(event -> sealed(customer, stream, event)).toList();
    }

    private static CustomerId customerOf(Order state, List<Order.Event> events) {
        if (state instanceof Created created) {
            return created.contents().customerId();
        }
        if (events.getFirst() instanceof OrderCreated(CustomerId customerId)) {
            return customerId;
        }
        throw new IllegalArgumentException(
                "expected OrderCreated first, found "
                        + events.getFirst().getClass().getSimpleName());
    }

    private Order.Event sealed(String customer, StreamName stream, Order.Event event) {
        return switch (event) {
            case OrderCreated _, OrderItemAdded _, OrderItemRemoved _, OrderItemQuantityChanged _ ->
                    event;
            case OrderShipped(Personal<ShippingAddress> address) ->
                    new OrderShipped(
                            data.seal(customer, stream, ADDRESS, address, ShippingAddress::value));
            case OrderCancelled(Personal<CancellationReason> reason) ->
                    new OrderCancelled(
                            data.seal(customer, stream, REASON, reason, CancellationReason::value));
        };
    }
}
