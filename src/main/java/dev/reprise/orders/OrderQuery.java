package dev.reprise.orders;

import dev.reprise.eventstore.Tenant;
import java.util.Optional;

/** Which orders to list. */
public sealed interface OrderQuery {

    /**
     * The orders of a customer.
     *
     * @param tenant whose orders
     * @param status only orders with this status; empty for all
     */
    record OfCustomer(Tenant tenant, CustomerId customerId, Optional<OrderStatus> status)
            implements OrderQuery {}

    /**
     * All orders with a status.
     *
     * @param tenant whose orders
     */
    record OfStatus(Tenant tenant, OrderStatus status) implements OrderQuery {}
}
