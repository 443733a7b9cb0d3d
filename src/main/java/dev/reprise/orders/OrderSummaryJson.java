package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import java.time.DateTimeException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order's summary as its row stores it: the same summary gives the same text. */
final class OrderSummaryJson {

    private OrderSummaryJson() {}

    @JsonPropertyOrder({
        "orderId",
        "customerId",
        "status",
        "items",
        "shippingAddress",
        "cancellationReason",
        "version",
        "createdAt",
        "updatedAt"
    })
    private record Stored(
            String orderId,
            String customerId,
            OrderStatus status,
            List<StoredLine> items,
            @Nullable String shippingAddress,
            @Nullable String cancellationReason,
            long version,
            String createdAt,
            String updatedAt) {}

    static String encode(OrderSummary order) {
        Stored stored =
                new Stored(
                        order.orderId().value(),
                        order.customerId().value(),
                        order.status(),
                        StoredLine.of(order.lines().lines()),
                        order.shippingAddress().map(ShippingAddress::value).orElse(null),
                        order.cancellationReason().map(CancellationReason::value).orElse(null),
                        order.version().value(),
                        TimestampFormat.format(order.createdAt()),
                        TimestampFormat.format(order.updatedAt()));
        try {
            return ExactJson.MAPPER.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary can always be written", e);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static OrderSummary decode(String encoded) {
        try {
            Stored stored = ExactJson.MAPPER.readValue(encoded, Stored.class);
            OrderSummary order =
                    new OrderSummary(
                            new OrderId(stored.orderId()),
                            new CustomerId(stored.customerId()),
                            stored.status(),
                            new OrderLines(StoredLine.lines(stored.items())),
                            Optional.ofNullable(stored.shippingAddress()).map(ShippingAddress::new),
                            Optional.ofNullable(stored.cancellationReason())
                                    .map(CancellationReason::new),
                            new StreamVersion(stored.version()),
                            TimestampFormat.parse(stored.createdAt()),
                            TimestampFormat.parse(stored.updatedAt()));
            requireAsWritten(order, encoded);
            return order;
        } catch (JsonProcessingException
                | DateTimeException
                | NullPointerException
                | NoSuchElementException
                | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a stored summary: " + e.getMessage(), e);
        }
    }

    /** That nothing was left out, taken for something else, or does not go with the status. */
    private static void requireAsWritten(OrderSummary order, String encoded) {
        OrderSummary ofItsState =
                OrderSummary.of(
                        order.orderId(),
                        new VersionedState<>(order.state(), order.version(), order.updatedAt()));
        if (!encode(ofItsState).equals(encoded)) {
            throw new IllegalArgumentException("it would be written otherwise");
        }
    }
}
