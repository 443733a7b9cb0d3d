package dev.reprise.orders;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.Projection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code order-summaries}: each order as it is, to be found by its id, its customer and its status,
 * in the order of creation.
 *
 * <p>Many orders have one status, more than one partition of an index could be written for: a
 * status is spread over {@value #STATUS_SHARDS} by a hash of the order.
 */
@Singleton
final class OrderSummariesProjection implements Projection<OrderEvent, OrderSummary> {

    static final String NAME = "order-summaries";
    static final int SCHEMA_VERSION = 1;

    private static final int STATUS_SHARDS = 4;

    private final OrderDecider decider = new OrderDecider();
    private final OrderEventCodec codec = new OrderEventCodec();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int schemaVersion() {
        return SCHEMA_VERSION;
    }

    @Override
    public String category() {
        return OrderId.CATEGORY;
    }

    @Override
    public EventCodec<OrderEvent> codec() {
        return codec;
    }

    @Override
    public OrderSummary evolve(@Nullable OrderSummary view, RecordedEvent<OrderEvent> event) {
        Order before = view == null ? decider.initialState() : view.state();
        Order after = decider.evolve(before, event.event(), event.timestamp());
        return OrderSummary.of(
                new OrderId(event.stream().id()),
                new VersionedState<>(
                        after, new StreamVersion(event.sequenceNumber()), event.timestamp()));
    }

    @Override
    public String encode(OrderSummary view) {
        return OrderSummaryJson.encode(view);
    }

    @Override
    public OrderSummary decode(String encoded) {
        return OrderSummaryJson.decode(encoded);
    }

    @Override
    public List<IndexEntry> indexEntries(OrderSummary view) {
        String position = TimestampFormat.format(view.createdAt()) + "#" + view.orderId();
        return List.of(
                new IndexEntry(Index.FIRST, customerPartition(view.customerId()), position),
                new IndexEntry(
                        Index.SECOND,
                        statusPartition(view.status(), shard(view.orderId().stream())),
                        position));
    }

    /** Where in {@link Index#FIRST} a customer's orders are. */
    static String customerPartition(CustomerId customerId) {
        return "customer/" + customerId;
    }

    /** Where in {@link Index#SECOND} the orders of a status are. */
    static List<String> statusPartitions(OrderStatus status) {
        return IntStream.range(0, STATUS_SHARDS)
                .mapToObj(shard -> statusPartition(status, shard))
                .toList();
    }

    private static String statusPartition(OrderStatus status, int shard) {
        return "status/" + status + "/" + shard;
    }

    private static int shard(StreamName stream) {
        byte[] hash = new FramedDigest().add(stream.toString()).digest().bytes();
        return Byte.toUnsignedInt(hash[0]) % STATUS_SHARDS;
    }
}
