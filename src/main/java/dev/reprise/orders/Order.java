package dev.reprise.orders;

import java.time.Instant;

/** The states of an order. */
public sealed interface Order {

    /** Before its first event. */
    record NotCreated() implements Order {}

    /** What every order has from its first event on. */
    sealed interface Created extends Order {

        CustomerId customerId();

        OrderLines lines();

        Instant createdAt();
    }

    /** Takes changes. */
    record Open(CustomerId customerId, OrderLines lines, Instant createdAt) implements Created {}

    /** Final. */
    record Shipped(
            CustomerId customerId,
            OrderLines lines,
            Instant createdAt,
            ShippingAddress shippingAddress)
            implements Created {}

    /** Final. */
    record Cancelled(
            CustomerId customerId, OrderLines lines, Instant createdAt, CancellationReason reason)
            implements Created {}
}
