package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Open;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * The rows of order-summaries. The texts are stored: if they have to change, raise the schema
 * version.
 */
class OrderSummariesProjectionTest {

    private static final Instant CREATED_AT = Instant.parse("2026-01-31T08:15:30.120Z");

    private final OrderSummariesProjection projection = new OrderSummariesProjection();

    private static final Order OPEN_ORDER =
            new Open(new Contents(CUSTOMER, CREATED_AT, OrderLines.EMPTY.with(WIDGETS)));

    @Test
    void the_name_schema_version_and_category_are_pinned() {
        assertThat(projection.name()).isEqualTo("order-summaries");
        assertThat(projection.schemaVersion()).isEqualTo(2);
        assertThat(projection.category()).isEqualTo("order");
    }

    /** The text is stored: if it has to change, raise the schema version. */
    @Test
    void a_row_is_encoded_as_the_state_in_snapshots() {
        String text =
                "{\"customerId\":\"user123\",\"createdAt\":\"2026-01-31T08:15:30.120Z\","
                        + "\"items\":[{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":15.99}]}";
        assertThat(projection.encode(OPEN_ORDER)).isEqualTo(text);
        assertThat(projection.decode(text)).isEqualTo(OPEN_ORDER);
    }

    @Test
    void an_order_has_an_index_entry_for_its_customer_and_its_status() {
        String position = "2026-01-31T08:15:30.120Z#a1b2c3d4";
        assertThat(projection.indexEntries(ORDER.stream(), OPEN_ORDER))
                .containsExactly(
                        new IndexEntry(new Index("by-customer", 1), "user123", position),
                        new IndexEntry(new Index("by-status", 2), "OPEN/9", position));
    }

    @Test
    void the_shard_of_an_order_is_pinned() {
        assertThat(
                        Stream.of("a1b2c3d4", "order-0", "order-1", "order-2", "order-5")
                                .map(this::shard))
                .containsExactly("OPEN/9", "OPEN/0", "OPEN/6", "OPEN/3", "OPEN/9");
    }

    private String shard(String id) {
        return projection
                .indexEntries(new OrderId(Tenant.ONLY, id).stream(), OPEN_ORDER)
                .getLast()
                .partition();
    }

    @Test
    void a_status_has_one_partition_for_each_shard() {
        assertThat(OrderSummariesProjection.statusPartitions(OrderStatus.OPEN))
                .hasSize(16)
                .startsWith("OPEN/0", "OPEN/1")
                .endsWith("OPEN/15");
    }

    @RepeatedTest(20)
    void a_row_folded_event_by_event_equals_the_replayed_state(RepetitionInfo repetition) {
        long seed = 20_260_331L + repetition.getCurrentRepetition();
        var store = new InMemoryEventStore();
        var orders = new RandomOrders(store, new Random(seed), 5);
        orders.command(100);
        for (OrderId id : orders.created()) {
            Order row = null;
            for (Commit commit : orders.commits(id)) {
                for (RecordedEvent<Order.Event> event :
                        RecordedEvent.<Order.Event>allOf(commit, projection.codec())) {
                    row = projection.evolve(row, event);
                    row = projection.decode(projection.encode(row));
                }
            }
            assertThat(row)
                    .as("%s, seed %d", id, seed)
                    .isEqualTo(
                            new Orders(store).replay().current(id.stream()).orElseThrow().state());
        }
    }
}
