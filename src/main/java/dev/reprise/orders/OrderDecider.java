package dev.reprise.orders;

import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.orders.OrderCommand.AddItem;
import dev.reprise.orders.OrderCommand.CancelOrder;
import dev.reprise.orders.OrderCommand.CreateOrder;
import dev.reprise.orders.OrderCommand.RemoveItem;
import dev.reprise.orders.OrderCommand.ShipOrder;
import dev.reprise.orders.OrderEvent.OrderCancelled;
import dev.reprise.orders.OrderEvent.OrderCreated;
import dev.reprise.orders.OrderEvent.OrderItemAdded;
import dev.reprise.orders.OrderEvent.OrderItemRemoved;
import dev.reprise.orders.OrderEvent.OrderShipped;
import dev.reprise.orders.OrderRejection.AlreadyCancelled;
import dev.reprise.orders.OrderRejection.AlreadyShipped;
import dev.reprise.orders.OrderRejection.ItemNotInOrder;
import dev.reprise.orders.OrderRejection.NothingToShip;
import dev.reprise.orders.OrderRejection.OrderAlreadyExists;
import dev.reprise.orders.OrderRejection.OrderNotFound;
import dev.reprise.orders.OrderRejection.TooManyLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rules of an order. */
final class OrderDecider implements Decider<OrderCommand, Order, OrderEvent, OrderRejection> {

    @Override
    public Order initialState() {
        return new NotCreated();
    }

    @Override
    public Decision<OrderEvent, OrderRejection> decide(OrderCommand command, Order state) {
        return switch (state) {
            case NotCreated _ ->
                    command instanceof CreateOrder create
                            ? create(create)
                            : Decision.rejected(new OrderNotFound());
            case Open open -> change(command, open);
            case Shipped shipped -> repeatOnShipped(command, shipped);
            case Cancelled cancelled -> repeatOnCancelled(command, cancelled);
        };
    }

    @Override
    public boolean startsStream(OrderCommand command) {
        return command instanceof CreateOrder;
    }

    private static Decision<OrderEvent, OrderRejection> create(CreateOrder create) {
        List<OrderEvent> events = new ArrayList<>();
        events.add(new OrderCreated(create.customerId()));
        OrderLines lines = OrderLines.NONE;
        for (OrderItem item : create.items()) {
            lines = lines.with(item);
            events.add(new OrderItemAdded(item));
        }
        if (lines.lines().size() > OrderLines.MAX) {
            return Decision.rejected(new TooManyLines(OrderLines.MAX));
        }
        if (create.shippingAddress() != null) {
            if (lines.isEmpty()) {
                return Decision.rejected(new NothingToShip());
            }
            events.add(new OrderShipped(create.shippingAddress()));
        }
        return new Decision.Accepted<>(events);
    }

    private static Decision<OrderEvent, OrderRejection> change(OrderCommand command, Open open) {
        return switch (command) {
            case CreateOrder _ -> Decision.rejected(new OrderAlreadyExists());
            case AddItem(OrderItem item) ->
                    open.lines().canAdd(item)
                            ? Decision.accepted(new OrderItemAdded(item))
                            : Decision.rejected(new TooManyLines(OrderLines.MAX));
            case RemoveItem(ItemId itemId) ->
                    open.lines().holds(itemId)
                            ? Decision.accepted(new OrderItemRemoved(itemId))
                            : Decision.rejected(new ItemNotInOrder(itemId));
            case ShipOrder(ShippingAddress address) ->
                    open.lines().isEmpty()
                            ? Decision.rejected(new NothingToShip())
                            : Decision.accepted(new OrderShipped(address));
            case CancelOrder(CancellationReason reason) ->
                    Decision.accepted(new OrderCancelled(reason));
        };
    }

    private static Decision<OrderEvent, OrderRejection> repeatOnShipped(
            OrderCommand command, Shipped shipped) {
        return switch (command) {
            case CreateOrder _ -> Decision.rejected(new OrderAlreadyExists());
            case ShipOrder(ShippingAddress address)
                    when address.equals(shipped.shippingAddress()) ->
                    Decision.nothingToDo();
            case ShipOrder _, AddItem _, RemoveItem _, CancelOrder _ ->
                    Decision.rejected(new AlreadyShipped());
        };
    }

    private static Decision<OrderEvent, OrderRejection> repeatOnCancelled(
            OrderCommand command, Cancelled cancelled) {
        return switch (command) {
            case CreateOrder _ -> Decision.rejected(new OrderAlreadyExists());
            case CancelOrder(CancellationReason reason) when reason.equals(cancelled.reason()) ->
                    Decision.nothingToDo();
            case CancelOrder _, AddItem _, RemoveItem _, ShipOrder _ ->
                    Decision.rejected(new AlreadyCancelled());
        };
    }

    @Override
    public Order evolve(Order state, OrderEvent event, Instant at) {
        if (state instanceof NotCreated && event instanceof OrderCreated(CustomerId customerId)) {
            return new Open(customerId, OrderLines.NONE, at);
        }
        if (!(state instanceof Open(CustomerId customerId, OrderLines lines, Instant createdAt))) {
            throw outOfPlace(state, event);
        }
        return switch (event) {
            case OrderCreated _ -> throw outOfPlace(state, event);
            case OrderItemAdded(OrderItem item) ->
                    new Open(customerId, lines.with(item), createdAt);
            case OrderItemRemoved(ItemId itemId) ->
                    new Open(customerId, lines.without(itemId), createdAt);
            case OrderShipped(ShippingAddress address) ->
                    new Shipped(customerId, lines, createdAt, address);
            case OrderCancelled(CancellationReason reason) ->
                    new Cancelled(customerId, lines, createdAt, reason);
        };
    }

    private static IllegalStateException outOfPlace(Order state, OrderEvent event) {
        return new IllegalStateException(
                event.getClass().getSimpleName()
                        + " cannot happen to an order that is "
                        + state.getClass().getSimpleName());
    }
}
