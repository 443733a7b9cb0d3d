package dev.reprise.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * An order to send.
 *
 * @param items at least one, in the order of the file; one for each row
 * @param country where to ship it to; empty if the file does not say, and then it is not shipped
 */
record NewOrder(String orderId, String customerId, List<Item> items, Optional<String> country) {

    record Item(String itemId, int quantity, BigDecimal price) {}

    NewOrder {
        items = List.copyOf(items);
    }

    /** How many events it comes to: its creation, each row, its shipment. */
    int events() {
        return 1 + items.size() + (country.isPresent() ? 1 : 0);
    }
}
