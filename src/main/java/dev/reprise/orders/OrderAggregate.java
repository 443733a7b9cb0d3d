package dev.reprise.orders;

import dev.reprise.aggregates.Aggregate;

/** The parts of the order, in the form that {@link Aggregate} asks for. */
final class OrderAggregate {

    private OrderAggregate() {}

    static Aggregate<Order.Command, Order, Order.Event, Order.Rejection> of(
            OrderEventCodec events) {
        return new Aggregate<>(new OrderDecider(), events, new OrderStateCodec());
    }
}
