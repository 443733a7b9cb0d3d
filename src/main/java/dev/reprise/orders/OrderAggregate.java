package dev.reprise.orders;

import dev.reprise.aggregates.Aggregate;

/** What an order consists of, for what runs aggregates. */
final class OrderAggregate {

    private OrderAggregate() {}

    static Aggregate<Order.Command, Order, Order.Event, Order.Rejection> of(
            OrderEventCodec events) {
        return new Aggregate<>(new OrderDecider(), events, new OrderStateCodec());
    }
}
