package dev.reprise.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.orders.SalesProjection.Sale;
import dev.reprise.projections.Contribution;
import dev.reprise.projections.Shards;
import dev.reprise.projections.Total;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sales}: what was sold, per item and day, per day, and per customer. A day is that of the
 * shipment, in UTC.
 *
 * <table>
 * <caption>Its totals</caption>
 * <tr><th>table</th><th>partition</th><th>position</th><th>sums</th></tr>
 * <tr><td>{@code per-item}</td><td>the item and a shard</td><td>the day</td>
 * <td>quantity, revenue, orders</td></tr>
 * <tr><td>{@code per-day}</td><td>a shard</td><td>the day</td>
 * <td>quantity, revenue, orders</td></tr>
 * <tr><td>{@code per-customer}</td><td>the customer</td><td>{@code all}</td>
 * <td>orders, open, shipped, cancelled; quantity and revenue of the shipped ones</td></tr>
 * </table>
 *
 * <p>The totals of customers are not a projection of their own, because it would fold the same
 * lines of the same orders, and cost each commit one more write of a row.
 *
 * <p>Every shipment of the shop adds to one day, so a day has {@value #DAY_SHARDS} shards. A
 * popular item is in a part of the orders, and each shard is one more read of each list: {@value
 * #ITEM_SHARDS} shards take the sales of an item that is in a quarter of them. A customer sends few
 * orders at a time.
 */
@Singleton
final class SalesProjection extends OrderReadModel<Sale> {

    static final String PER_ITEM = "per-item";
    static final String PER_DAY = "per-day";
    static final String PER_CUSTOMER = "per-customer";

    // The names of the sums are stored.
    static final String QUANTITY = "quantity";
    static final String REVENUE = "revenue";
    static final String ORDERS = "orders";
    static final String OPEN = "open";
    static final String SHIPPED = "shipped";
    static final String CANCELLED = "cancelled";

    private static final int DAY_SHARDS = 16;
    private static final int ITEM_SHARDS = 4;
    private static final Shards PER_DAY_SHARDS = new Shards(DAY_SHARDS);
    private static final Shards PER_ITEM_SHARDS = new Shards(ITEM_SHARDS);

    /** Higher than what a day is made of: ends a range of positions. */
    static final String END = "~";

    private static final String ALL_DAYS = "days";
    private static final String ALL_ORDERS = "all";

    /** What is kept of an order. */
    sealed interface Sale {

        record Open(CustomerId customerId, OrderLines items) implements Sale {

            public Open {
                Objects.requireNonNull(customerId);
                Objects.requireNonNull(items);
            }
        }

        record Shipped(CustomerId customerId, OrderLines items, Instant shippedAt) implements Sale {

            public Shipped {
                Objects.requireNonNull(customerId);
                Objects.requireNonNull(items);
                Objects.requireNonNull(shippedAt);
            }
        }

        record Cancelled(CustomerId customerId) implements Sale {

            public Cancelled {
                Objects.requireNonNull(customerId);
            }
        }

        static Class<? extends Sale> type(JsonNode fields) {
            if (fields.has("shippedAt")) {
                return Shipped.class;
            }
            return fields.has("items") ? Open.class : Cancelled.class;
        }
    }

    SalesProjection() {
        super("sales", 1, Sale::type);
    }

    @Override
    public Sale evolve(@Nullable Sale before, RecordedEvent<Order.Event> event) {
        if (before == null && event.event() instanceof OrderCreated(CustomerId customerId)) {
            return new Sale.Open(customerId, OrderLines.EMPTY);
        }
        if (!(before instanceof Sale.Open(CustomerId customerId, OrderLines items))) {
            throw impossible(before, event);
        }
        return switch (event.event()) {
            case OrderCreated _ -> throw impossible(before, event);
            case OrderItemAdded(OrderItem item) -> new Sale.Open(customerId, items.with(item));
            case OrderItemRemoved(ItemId itemId) ->
                    new Sale.Open(customerId, items.without(itemId));
            case OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price) ->
                    new Sale.Open(customerId, items.withQuantity(itemId, price, quantity));
            case OrderShipped _ -> new Sale.Shipped(customerId, items, event.timestamp());
            case OrderCancelled _ -> new Sale.Cancelled(customerId);
        };
    }

    @Override
    public Contribution contribution(StreamName stream, Sale sale) {
        return new Contribution(
                Set.of(),
                switch (sale) {
                    case Sale.Open(CustomerId customerId, _) ->
                            Map.of(ofCustomer(customerId), counted(OPEN));
                    case Sale.Cancelled(CustomerId customerId) ->
                            Map.of(ofCustomer(customerId), counted(CANCELLED));
                    case Sale.Shipped shipped -> amounts(stream, shipped);
                });
    }

    private static Map<String, BigDecimal> counted(String status) {
        return Map.of(ORDERS, BigDecimal.ONE, status, BigDecimal.ONE);
    }

    private static Map<Total, Map<String, BigDecimal>> amounts(
            StreamName stream, Sale.Shipped shipped) {
        String day = LocalDate.ofInstant(shipped.shippedAt(), ZoneOffset.UTC).toString();
        Map<String, BigDecimal> all = new HashMap<>(Map.of(ORDERS, BigDecimal.ONE));
        Map<Total, Map<String, BigDecimal>> amounts = new HashMap<>();
        for (OrderLine line : shipped.items().lines()) {
            Total total =
                    new Total(
                            PER_ITEM,
                            PER_ITEM_SHARDS.partition(line.itemId().value(), stream),
                            day);
            addLine(
                    line,
                    amounts.computeIfAbsent(
                            total, _ -> new HashMap<>(Map.of(ORDERS, BigDecimal.ONE))));
            addLine(line, all);
        }
        amounts.put(
                new Total(PER_DAY, PER_DAY_SHARDS.partition(ALL_DAYS, stream), day),
                Map.copyOf(all));
        all.put(SHIPPED, BigDecimal.ONE);
        amounts.put(ofCustomer(shipped.customerId()), all);
        return amounts;
    }

    private static void addLine(OrderLine line, Map<String, BigDecimal> sums) {
        BigDecimal quantity = BigDecimal.valueOf(line.quantity());
        sums.merge(QUANTITY, quantity, BigDecimal::add);
        sums.merge(REVENUE, quantity.multiply(line.price().amount()), BigDecimal::add);
    }

    private static Total ofCustomer(CustomerId customerId) {
        return new Total(PER_CUSTOMER, customerPartition(customerId), ALL_ORDERS);
    }

    /** The partitions of {@link #PER_ITEM} that hold the totals of an item. */
    static List<String> itemPartitions(ItemId itemId) {
        return PER_ITEM_SHARDS.partitions(itemId.value());
    }

    /** The partitions of {@link #PER_DAY}. */
    static List<String> dayPartitions() {
        return PER_DAY_SHARDS.partitions(ALL_DAYS);
    }

    /** The partition of {@link #PER_CUSTOMER} that holds the total of a customer. */
    static String customerPartition(CustomerId customerId) {
        return customerId.value();
    }
}
