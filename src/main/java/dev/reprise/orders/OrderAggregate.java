package dev.reprise.orders;

import dev.reprise.aggregates.Aggregate;

/** What an order consists of, for what runs aggregates. */
final class OrderAggregate {

    private OrderAggregate() {}

    static Aggregate<OrderCommand, Order, OrderEvent, OrderRejection> of(OrderEventCodec events) {
        return new Aggregate<>(new OrderDecider(), events, new OrderStateCodec());
    }
}
