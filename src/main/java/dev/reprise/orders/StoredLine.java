package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.util.List;

/** A line of an order as it is written as JSON. */
@JsonPropertyOrder({"itemId", "quantity", "price"})
record StoredLine(String itemId, long quantity, BigDecimal price) {

    static List<StoredLine> of(List<OrderLine> lines) {
        return lines.stream()
                .map(line ->
                        new StoredLine(
                                line.itemId().value(), line.quantity(), line.price().amount()))
                .toList();
    }

    /**
     * The lines that were written.
     *
     * @throws IllegalArgumentException if one is none
     */
    static List<OrderLine> lines(List<StoredLine> stored) {
        return stored.stream()
                .map(line ->
                        new OrderLine(
                                new ItemId(line.itemId()),
                                line.quantity(),
                                new Price(line.price())))
                .toList();
    }
}
