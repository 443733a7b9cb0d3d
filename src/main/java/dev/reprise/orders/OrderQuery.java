package dev.reprise.orders;

import java.util.Optional;

/** Which orders to list. */
public sealed interface OrderQuery {

    /**
     * The orders of a customer.
     *
     * @param status only orders with this status; empty for all
     */
    record OfCustomer(CustomerId customerId, Optional<OrderStatus> status) implements OrderQuery {}

    /** All orders with a status. */
    record OfStatus(OrderStatus status) implements OrderQuery {}
}
