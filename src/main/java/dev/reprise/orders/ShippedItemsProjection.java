package dev.reprise.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.orders.ShippedItemsProjection.Shipment;
import dev.reprise.personal.Personal;
import dev.reprise.projections.Contribution;
import dev.reprise.projections.SearchRow;
import dev.reprise.projections.Shards;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code shipped-items}: what was shipped. An order is found by each of its items, by the time of
 * its shipment, and by each word of its address, once it is shipped.
 *
 * <table>
 * <caption>Its search rows</caption>
 * <tr><th>index</th><th>rows</th><th>partition</th><th>position</th></tr>
 * <tr><td>{@code by-item}</td><td>one for each item</td><td>the item</td>
 * <td>{@code <instant>#<order>}</td></tr>
 * <tr><td>{@code by-date}</td><td>one</td><td>the month and a shard</td>
 * <td>{@code <instant>#<order>}</td></tr>
 * <tr><td>{@code by-word}</td><td>one for each word of two letters or more</td>
 * <td>the first two letters and a shard</td><td>{@code <word>#<instant>#<order>}</td></tr>
 * </table>
 *
 * <p>Every shipment of the shop is written in the current month, and most addresses have words such
 * as {@code street}: too many writes for one partition. So both have {@value #SHARD_COUNT} shards.
 * An item is in a part of the orders only, and a list of its shipments is read from one partition.
 */
@Singleton
final class ShippedItemsProjection extends OrderReadModel<Shipment> {

    static final String BY_ITEM = "by-item";
    static final String BY_DATE = "by-date";
    static final String BY_WORD = "by-word";

    /** Follows an instant or a word in a position. It is lower than all they are made of. */
    static final String SEPARATOR = "#";

    private static final int SHARD_COUNT = 16;
    private static final Shards SHARDS = new Shards(SHARD_COUNT);
    private static final int PARTITION_LETTERS = 2;

    /** What is kept of an order. */
    sealed interface Shipment {

        record Open(CustomerId customerId, OrderLines items) implements Shipment {

            public Open {
                Objects.requireNonNull(customerId);
                Objects.requireNonNull(items);
            }
        }

        /**
         * A shipment.
         *
         * @param shippingAddress null if it was forgotten
         */
        record Shipped(
                CustomerId customerId,
                OrderLines items,
                @Nullable ShippingAddress shippingAddress,
                Instant shippedAt)
                implements Shipment {

            public Shipped {
                Objects.requireNonNull(customerId);
                Objects.requireNonNull(items);
                Objects.requireNonNull(shippedAt);
            }
        }

        record Cancelled() implements Shipment {}

        static Class<? extends Shipment> type(JsonNode fields) {
            if (fields.has("shippedAt")) {
                return Shipped.class;
            }
            return fields.has("customerId") ? Open.class : Cancelled.class;
        }
    }

    private final OrderPersonalData personal;

    /** A projection that reads rows, and folds events whose addresses are not encrypted. */
    ShippedItemsProjection() {
        this(OrderPersonalData.plain());
    }

    @Inject
    ShippedItemsProjection(OrderPersonalData personal) {
        super("shipped-items", 2, Shipment::type);
        this.personal = personal;
    }

    /** Rows are found by the words of an address, and so they have to be readable. */
    @Override
    public boolean showsPersonalData() {
        return true;
    }

    @Override
    public Shipment evolve(@Nullable Shipment before, RecordedEvent<Order.Event> event) {
        if (before == null && event.event() instanceof OrderCreated(CustomerId customerId)) {
            return new Shipment.Open(customerId, OrderLines.EMPTY);
        }
        if (!(before instanceof Shipment.Open(CustomerId customerId, OrderLines items))) {
            throw impossible(before, event);
        }
        return switch (event.event()) {
            case OrderCreated _ -> throw impossible(before, event);
            case OrderItemAdded(OrderItem item) -> new Shipment.Open(customerId, items.with(item));
            case OrderItemRemoved(ItemId itemId) ->
                    new Shipment.Open(customerId, items.without(itemId));
            case OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price) ->
                    new Shipment.Open(customerId, items.withQuantity(itemId, price, quantity));
            case OrderShipped(Personal<ShippingAddress> address) ->
                    new Shipment.Shipped(
                            customerId,
                            items,
                            personal.opened(event.stream(), address).known().orElse(null),
                            event.timestamp());
            case OrderCancelled _ -> new Shipment.Cancelled();
        };
    }

    @Override
    public Contribution contribution(StreamName stream, Shipment shipment) {
        return switch (shipment) {
            case Shipment.Open _, Shipment.Cancelled _ -> Contribution.NONE;
            case Shipment.Shipped shipped ->
                    new Contribution(searchRows(stream, shipped), Map.of());
        };
    }

    private static Set<SearchRow> searchRows(StreamName stream, Shipment.Shipped shipped) {
        String position = TimestampFormat.format(shipped.shippedAt()) + SEPARATOR + stream.id();
        Set<SearchRow> rows = new HashSet<>();
        for (OrderLine line : shipped.items().lines()) {
            rows.add(new SearchRow(BY_ITEM, line.itemId().value(), position));
        }
        String month = YearMonth.from(shipped.shippedAt().atOffset(ZoneOffset.UTC)).toString();
        rows.add(new SearchRow(BY_DATE, SHARDS.partition(month, stream), position));
        if (shipped.shippingAddress() != null) {
            for (String word : AddressWords.of(shipped.shippingAddress())) {
                if (isIndexed(word)) {
                    String partition = SHARDS.partition(beginning(word), stream);
                    rows.add(new SearchRow(BY_WORD, partition, word + SEPARATOR + position));
                }
            }
        }
        return rows;
    }

    /** The partitions of {@link #BY_DATE} that hold the shipments of a month. */
    static List<String> monthPartitions(YearMonth month) {
        return SHARDS.partitions(month.toString());
    }

    /** Whether a word is in {@link #BY_WORD}: a single letter is too short for a partition. */
    static boolean isIndexed(String word) {
        return word.codePointCount(0, word.length()) >= PARTITION_LETTERS;
    }

    /** The partitions of {@link #BY_WORD} that hold the words that begin with an indexed word. */
    static List<String> wordPartitions(String word) {
        return SHARDS.partitions(beginning(word));
    }

    private static String beginning(String word) {
        return AddressWords.beginning(word, PARTITION_LETTERS);
    }
}
