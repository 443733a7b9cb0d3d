package dev.reprise.orders;

import java.util.Optional;

/** Which orders. */
public sealed interface OrderQuery {

    /**
     * A customer's.
     *
     * @param status only those of this status; empty for all
     */
    record OfCustomer(CustomerId customerId, Optional<OrderStatus> status) implements OrderQuery {}

    /** All of a status. */
    record OfStatus(OrderStatus status) implements OrderQuery {}
}
