package dev.reprise.cli;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order to send, and as JSON the body of the request that creates it.
 *
 * @param items one for each row, at least one, in the order of the file
 * @param occurredAt the date of the invoice
 * @param country where to ship the order; without one it is not shipped
 */
@JsonIncludeProperties({"orderId", "customerId", "items", "occurredAt"})
record NewOrder(
        String orderId,
        String customerId,
        List<Item> items,
        @JsonSerialize(using = ToStringSerializer.class) Instant occurredAt,
        Optional<String> country) {

    record Item(String itemId, int quantity, BigDecimal price) {}

    NewOrder {
        items = List.copyOf(items);
    }

    /** The number of its events: one for the creation, one for each item, one for the shipment. */
    int events() {
        return 1 + items.size() + (country.isPresent() ? 1 : 0);
    }
}
