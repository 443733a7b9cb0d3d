package dev.reprise.orders.http;

import dev.reprise.orders.CustomerTotal;
import java.math.BigDecimal;

/** The orders of a customer, counted, and what was shipped to the customer. */
record CustomerResponse(
        String customerId,
        long orders,
        long open,
        long shipped,
        long cancelled,
        long quantity,
        BigDecimal revenue) {

    static CustomerResponse of(String customerId, CustomerTotal total) {
        return new CustomerResponse(
                customerId,
                total.orders(),
                total.open(),
                total.shipped(),
                total.cancelled(),
                total.quantity(),
                total.revenue());
    }
}
