package dev.reprise.orders.http;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.aggregates.Visibility;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.Caller;
import dev.reprise.http.ProblemException;
import dev.reprise.http.RequestContext;
import dev.reprise.http.Scope;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import java.util.Optional;

/** Which orders are a caller's own, and what he needs to see and change others. */
final class OwnOrders {

    private static final String ANOTHER_CUSTOMER = "an order of another customer";

    private OwnOrders() {}

    /** Reads the orders that the caller of each request may read. */
    static AggregateQueries<Order, Order.Event> queries(
            Orders orders, OrderSummaries summaries, RequestContext request) {
        return new AggregateQueries<>(
                OrderProblems.ORDER,
                summaries.reader(),
                orders.replay(),
                () -> readable(request.caller()));
    }

    /** The orders that the caller may read. */
    private static Visibility<Order> readable(Caller caller) {
        return visible(caller, Scope.READ_ANY);
    }

    /** The orders that the caller may change. */
    static Visibility<Order> changeable(Caller caller) {
        return visible(caller, Scope.WRITE_ANY);
    }

    private static Visibility<Order> visible(Caller caller, Scope any) {
        return caller.has(any)
                ? new Visibility.All<>()
                : new Visibility.Where<>(order -> isOwn(order, caller));
    }

    private static boolean isOwn(Order order, Caller caller) {
        return switch (order) {
            case NotCreated _ -> true;
            case Created created -> caller.is(created.contents().customerId().value());
        };
    }

    /** Refuses to read what belongs to another customer than the caller. */
    static void requireReadable(CustomerId customerId, Caller caller) {
        if (!caller.is(customerId.value())) {
            caller.require(Scope.READ_ANY, "another customer");
        }
    }

    /** Refuses to create an order of another customer than the caller. */
    static void requireCreatable(CustomerId customerId, Caller caller) {
        if (!caller.is(customerId.value())) {
            caller.require(Scope.WRITE_ANY, ANOTHER_CUSTOMER);
        }
    }

    /**
     * The order that the caller wants to change later. Refuses the request if it does not exist for
     * him, or he may not change it.
     *
     * @param order the order now; empty if it does not exist
     */
    static Created requireChangeable(
            OrderId orderId, Optional<VersionedState<Order>> order, Caller caller) {
        Order state = order.map(VersionedState::state).orElseGet(NotCreated::new);
        if (state instanceof Created created) {
            if (changeable(caller).shows(state)) {
                return created;
            }
            if (caller.has(Scope.READ_ANY)) {
                throw Caller.forbidden(Scope.WRITE_ANY, ANOTHER_CUSTOMER);
            }
        }
        throw new ProblemException(OrderProblems.ORDER.notFound(orderId.value()));
    }

    /** Says why an order may not be changed to a caller who may read it. */
    static <T> CommandResult<T, Rejection> explained(
            CommandResult<T, Rejection> result, Caller caller) {
        if (result instanceof CommandResult.Hidden<T, Rejection> && caller.has(Scope.READ_ANY)) {
            throw Caller.forbidden(Scope.WRITE_ANY, ANOTHER_CUSTOMER);
        }
        return result;
    }
}
