package dev.reprise.orders;

import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Rejection.AlreadyCancelled;
import dev.reprise.orders.Order.Rejection.AlreadyShipped;
import dev.reprise.orders.Order.Rejection.ChangeRejected;
import dev.reprise.orders.Order.Rejection.ItemNotInOrder;
import dev.reprise.orders.Order.Rejection.NothingToShip;
import dev.reprise.orders.Order.Rejection.OrderAlreadyExists;
import dev.reprise.orders.Order.Rejection.OrderNotFound;
import dev.reprise.orders.Order.Rejection.SeveralPrices;
import dev.reprise.orders.Order.Rejection.TooManyLines;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.personal.Personal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rules of an order: which commands each state accepts, and what they record. */
final class OrderDecider implements Decider<Order.Command, Order, Order.Event, Order.Rejection> {

    @Override
    public Order initialState() {
        return new NotCreated();
    }

    @Override
    public Decision<Order.Event, Order.Rejection> decide(Order.Command command, Order state) {
        return switch (state) {
            case NotCreated _ ->
                    command instanceof CreateOrder create
                            ? decideNotCreated(create)
                            : Decision.rejected(new OrderNotFound());
            case Created created ->
                    switch (command) {
                        case CreateOrder _ -> Decision.rejected(new OrderAlreadyExists());
                        case Change change -> decide(change, created);
                        case ChangeOrder(List<Change> changes) -> decideAll(changes, created);
                    };
        };
    }

    private static Decision<Order.Event, Order.Rejection> decide(Change change, Created state) {
        return switch (state) {
            case Open open -> decideOpen(change, open);
            case Shipped shipped -> decideShipped(change, shipped);
            case Cancelled cancelled -> decideCancelled(change, cancelled);
        };
    }

    /** Decides each change in the state that the changes before it lead to. */
    private static Decision<Order.Event, Order.Rejection> decideAll(
            List<Change> changes, Created state) {
        List<Order.Event> events = new ArrayList<>();
        Created current = state;
        for (int i = 0; i < changes.size(); i++) {
            switch (decide(changes.get(i), current)) {
                case Decision.Accepted(List<Order.Event> accepted) -> {
                    for (Order.Event event : accepted) {
                        events.add(event);
                        current = evolve(current, event);
                    }
                }
                case Decision.Rejected(Order.Rejection reason) -> {
                    return Decision.rejected(new ChangeRejected(i, reason));
                }
            }
        }
        return new Decision.Accepted<>(events);
    }

    @Override
    public boolean startsStream(Order.Command command) {
        return command instanceof CreateOrder;
    }

    private static Decision<Order.Event, Order.Rejection> decideNotCreated(CreateOrder create) {
        List<Order.Event> events = new ArrayList<>();
        events.add(new OrderCreated(create.customerId()));
        OrderLines lines = OrderLines.EMPTY;
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

    private static Decision<Order.Event, Order.Rejection> decideOpen(Change change, Open open) {
        return switch (change) {
            case AddItem(OrderItem item) ->
                    open.contents().items().canAdd(item)
                            ? Decision.accepted(new OrderItemAdded(item))
                            : Decision.rejected(new TooManyLines(OrderLines.MAX));
            case RemoveItem(ItemId itemId) ->
                    open.contents().items().contains(itemId)
                            ? Decision.accepted(new OrderItemRemoved(itemId))
                            : Decision.rejected(new ItemNotInOrder(itemId));
            case ChangeQuantity quantity -> decideQuantity(quantity, open);
            case ShipOrder(ShippingAddress address) ->
                    open.contents().items().isEmpty()
                            ? Decision.rejected(new NothingToShip())
                            : Decision.accepted(new OrderShipped(address));
            case CancelOrder(CancellationReason reason) ->
                    Decision.accepted(new OrderCancelled(reason));
        };
    }

    private static Decision<Order.Event, Order.Rejection> decideQuantity(
            ChangeQuantity change, Open open) {
        List<OrderLine> lines = open.contents().items().linesOf(change.itemId());
        if (change.price() != null) {
            lines = lines.stream().filter(line -> line.price().equals(change.price())).toList();
        }
        if (lines.isEmpty()) {
            return Decision.rejected(new ItemNotInOrder(change.itemId(), change.price()));
        }
        if (lines.size() > 1) {
            return Decision.rejected(new SeveralPrices(change.itemId()));
        }
        OrderLine line = lines.getFirst();
        return line.quantity() == change.quantity().value()
                ? Decision.nothingToDo()
                : Decision.accepted(
                        new OrderItemQuantityChanged(
                                line.itemId(), change.quantity(), line.price()));
    }

    private static Decision<Order.Event, Order.Rejection> decideShipped(
            Change change, Shipped shipped) {
        return switch (change) {
            case ShipOrder(ShippingAddress address)
                    when shipped.shippingAddress().equals(new Personal.Known<>(address)) ->
                    Decision.nothingToDo();
            case ShipOrder _, AddItem _, RemoveItem _, ChangeQuantity _, CancelOrder _ ->
                    Decision.rejected(new AlreadyShipped());
        };
    }

    private static Decision<Order.Event, Order.Rejection> decideCancelled(
            Change change, Cancelled cancelled) {
        return switch (change) {
            case CancelOrder(CancellationReason reason)
                    when cancelled.cancellationReason().equals(new Personal.Known<>(reason)) ->
                    Decision.nothingToDo();
            case CancelOrder _, AddItem _, RemoveItem _, ChangeQuantity _, ShipOrder _ ->
                    Decision.rejected(new AlreadyCancelled());
        };
    }

    @Override
    public Order evolve(Order state, Order.Event event, Instant at) {
        if (state instanceof NotCreated && event instanceof OrderCreated(CustomerId customerId)) {
            return new Open(new Contents(customerId, at, OrderLines.EMPTY));
        }
        return evolve(state, event);
    }

    private static Created evolve(Order state, Order.Event event) {
        if (!(state instanceof Open(Contents contents))) {
            throw impossible(state, event);
        }
        return switch (event) {
            case OrderCreated _ -> throw impossible(state, event);
            case OrderItemAdded(OrderItem item) ->
                    new Open(contents.withItems(contents.items().with(item)));
            case OrderItemRemoved(ItemId itemId) ->
                    new Open(contents.withItems(contents.items().without(itemId)));
            case OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price) ->
                    new Open(
                            contents.withItems(
                                    contents.items().withQuantity(itemId, price, quantity)));
            case OrderShipped(Personal<ShippingAddress> address) -> new Shipped(contents, address);
            case OrderCancelled(Personal<CancellationReason> reason) ->
                    new Cancelled(contents, reason);
        };
    }

    private static IllegalStateException impossible(Order state, Order.Event event) {
        return new IllegalStateException(
                event.getClass().getSimpleName()
                        + " cannot follow: the order is "
                        + state.getClass().getSimpleName());
    }
}
