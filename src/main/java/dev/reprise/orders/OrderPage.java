package dev.reprise.orders;

import java.util.List;
import java.util.Optional;

/**
 * A run of orders, newest created first.
 *
 * @param orders may be empty, also where more follow
 * @param next where the next page begins; empty on the last
 */
public record OrderPage(List<OrderSummary> orders, Optional<String> next) {

    public OrderPage {
        orders = List.copyOf(orders);
    }
}
