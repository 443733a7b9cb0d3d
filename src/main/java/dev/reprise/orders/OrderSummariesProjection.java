package dev.reprise.orders;

import dev.reprise.aggregates.StateProjection;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Created;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.values.Ids;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code order-summaries}: the current state of each order. An order is found by its id, and by its
 * customer or status, in the order of creation.
 *
 * <p>Many orders have the same status: too many writes for one partition of an index. So each
 * status has {@value #STATUS_SHARDS} partitions, chosen by a hash of the order's stream.
 */
@Singleton
final class OrderSummariesProjection extends StateProjection<Order, Order.Event> {

    static final Index BY_CUSTOMER = new Index("by-customer", 1);
    static final Index BY_STATUS = new Index("by-status", 2);

    private static final int STATUS_SHARDS = 16;

    /** Between the instant and the id in a position. */
    private static final String SEPARATOR = "#";

    OrderSummariesProjection() {
        super("order-summaries", OrderId.CATEGORY, OrderAggregate.of(new OrderEventCodec()));
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, Order order) {
        if (!(order instanceof Created created)) {
            return List.of();
        }
        String position =
                TimestampFormat.format(created.contents().createdAt()) + SEPARATOR + stream.id();
        return List.of(
                new IndexEntry(BY_CUSTOMER, created.contents().customerId().value(), position),
                new IndexEntry(
                        BY_STATUS,
                        statusPartition(OrderStatus.of(created), shard(stream)),
                        position));
    }

    /** Whether a text has the form of a position: an instant and an order's id. */
    static boolean isPosition(String text) {
        String[] parts = text.split(SEPARATOR, 2);
        if (parts.length < 2) {
            return false;
        }
        try {
            TimestampFormat.parse(parts[0]);
            Ids.require(parts[1]);
            return true;
        } catch (DateTimeException | IllegalArgumentException _) {
            return false;
        }
    }

    /** The partitions of {@link #BY_STATUS} that hold the orders of a status. */
    static List<String> statusPartitions(OrderStatus status) {
        return IntStream.range(0, STATUS_SHARDS)
                .mapToObj(shard -> statusPartition(status, shard))
                .toList();
    }

    private static String statusPartition(OrderStatus status, int shard) {
        return status + "/" + shard;
    }

    private static int shard(StreamName stream) {
        byte[] hash = new FramedDigest().add(stream.toString()).digest().bytes();
        return Byte.toUnsignedInt(hash[0]) % STATUS_SHARDS;
    }
}
