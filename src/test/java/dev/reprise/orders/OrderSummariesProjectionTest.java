package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the rows of order-summaries are. The texts are stored: they change with the schema version.
 */
class OrderSummariesProjectionTest {

    private static final Instant CREATED_AT = Instant.parse("2026-01-31T08:15:30.120Z");
    private static final Instant UPDATED_AT = Instant.parse("2026-02-01T00:00:00Z");

    private static final String OPEN =
            "{\"orderId\":\"a1b2c3d4\",\"customerId\":\"user123\",\"status\":\"OPEN\",\"items\":["
                    + "{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":15.99},"
                    + "{\"itemId\":\"widget-x\",\"quantity\":1,\"price\":100},"
                    + "{\"itemId\":\"free\",\"quantity\":1000000,\"price\":0}],"
                    + "\"version\":4,\"createdAt\":\"2026-01-31T08:15:30.120Z\","
                    + "\"updatedAt\":\"2026-02-01T00:00:00.000Z\"}";
    private static final String SHIPPED =
            "{\"orderId\":\"a1b2c3d4\",\"customerId\":\"user123\",\"status\":\"SHIPPED\","
                    + "\"items\":[{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":0.0001}],"
                    + "\"shippingAddress\":\"123 Main St, Anytown, USA\",\"version\":3,"
                    + "\"createdAt\":\"2026-01-31T08:15:30.120Z\","
                    + "\"updatedAt\":\"2026-02-01T00:00:00.000Z\"}";
    private static final String CANCELLED =
            "{\"orderId\":\"a1b2c3d4\",\"customerId\":\"user123\",\"status\":\"CANCELLED\","
                    + "\"items\":[],\"cancellationReason\":\"changed my mind\",\"version\":2,"
                    + "\"createdAt\":\"2026-01-31T08:15:30.120Z\","
                    + "\"updatedAt\":\"2026-02-01T00:00:00.000Z\"}";

    private final OrderSummariesProjection projection = new OrderSummariesProjection();

    private static OrderSummary order(
            OrderStatus status,
            Optional<ShippingAddress> address,
            Optional<CancellationReason> reason,
            int version,
            OrderItem... items) {
        return new OrderSummary(
                ORDER,
                CUSTOMER,
                status,
                new OrderLines(
                        List.of(items).stream()
                                .map(item ->
                                        new OrderLine(
                                                item.itemId(),
                                                item.quantity().value(),
                                                item.price()))
                                .toList()),
                address,
                reason,
                new StreamVersion(version),
                CREATED_AT,
                UPDATED_AT);
    }

    private static final OrderSummary OPEN_ORDER =
            order(
                    OrderStatus.OPEN,
                    Optional.empty(),
                    Optional.empty(),
                    4,
                    item("widget-x", 2, "15.990"),
                    item("widget-x", 1, "1E+2"),
                    item("free", 1_000_000, "0.00"));

    private void assertStored(OrderSummary order, String text) {
        assertThat(projection.encode(order)).isEqualTo(text);
        assertThat(projection.decode(text)).isEqualTo(order);
    }

    @Test
    void its_name_and_revision_are_in_the_keys_and_the_control_rows() {
        assertThat(projection.name()).isEqualTo("order-summaries");
        assertThat(projection.schemaVersion()).isEqualTo(1);
        assertThat(projection.category()).isEqualTo("order");
    }

    @Test
    void an_open_order_is_stored_so() {
        assertStored(OPEN_ORDER, OPEN);
    }

    @Test
    void a_shipped_order_is_stored_so() {
        assertStored(
                order(
                        OrderStatus.SHIPPED,
                        Optional.of(ADDRESS),
                        Optional.empty(),
                        3,
                        item("widget-x", 2, "0.0001")),
                SHIPPED);
    }

    @Test
    void a_cancelled_order_is_stored_so() {
        assertStored(
                order(OrderStatus.CANCELLED, Optional.empty(), Optional.of(REASON), 2), CANCELLED);
    }

    /** A row as it is stored, but for one thing: {@code this -> that}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"orderId\":\"a1b2c3d4\", -> ",
                "\"customerId\":\"user123\", -> ",
                "\"status\":\"OPEN\", -> ",
                "\"version\":4, -> ",
                ",\"updatedAt\":\"2026-02-01T00:00:00.000Z\" -> ",
                "\"quantity\":2, -> ",
                ",\"price\":100 -> ",
                "\"itemId\":\"free\", -> ",
                "\"OPEN\" -> \"LOST\"",
                "\"OPEN\" -> 0",
                "\"OPEN\" -> null",
                "\"OPEN\" -> \"\"",
                "\"version\":4 -> \"version\":\"4\"",
                "\"version\":4 -> \"version\":4.5",
                "\"version\":4 -> \"version\":-4",
                "\"version\":4 -> \"version\":null",
                "\"version\":4 -> \"version\":4,\"version\":4",
                "\"version\":4 -> \"version\":4,\"colour\":\"red\"",
                "\"price\":100 -> \"price\":\"100\"",
                "\"price\":100 -> \"price\":-1",
                "\"price\":100 -> \"price\":0.00001",
                "\"price\":100 -> \"price\":null",
                "\"user123\" -> 123",
                "\"user123\" -> \"\"",
                "2026-02-01T -> 2026-02-31T",
                "00.000Z -> 00Z",
                "\"items\":[ -> \"items\":[null,",
                "} -> }}",
                "{ -> [{",
                "\"free\" -> \"free"
            })
    void a_text_that_is_anything_else_is_refused(String damage) {
        String[] change = (damage + " ").split(" -> ", 2);
        String text = OPEN.replace(change[0], change[1].strip());
        assertThat(text).isNotEqualTo(OPEN);
        assertThatThrownBy(() -> projection.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a stored summary: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "17", "\"text\""})
    void a_text_that_is_no_summary_at_all_is_refused(String text) {
        assertThatThrownBy(() -> projection.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"SHIPPED\" -> \"OPEN\"",
                "\"SHIPPED\" -> \"CANCELLED\"",
                "\"shippingAddress\":\"123 Main St, Anytown, USA\", -> ",
                "\"shippingAddress\" -> \"cancellationReason\""
            })
    void a_status_that_does_not_go_with_the_rest_is_refused(String damage) {
        String[] change = (damage + " ").split(" -> ", 2);
        String text = SHIPPED.replace(change[0], change[1].strip());
        assertThatThrownBy(() -> projection.decode(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_order_is_found_by_its_customer_and_its_status_in_the_order_of_creation() {
        String position = "2026-01-31T08:15:30.120Z#a1b2c3d4";
        assertThat(projection.indexEntries(OPEN_ORDER))
                .containsExactly(
                        new IndexEntry(Index.FIRST, "customer/user123", position),
                        new IndexEntry(Index.SECOND, "status/OPEN/1", position));
    }

    @Test
    void the_shard_of_an_order_is_of_its_id_alone_and_stored() {
        assertThat(
                        Stream.of("a1b2c3d4", "order-0", "order-1", "order-2", "order-5")
                                .map(this::shard))
                .containsExactly(
                        "status/OPEN/1",
                        "status/OPEN/0",
                        "status/OPEN/2",
                        "status/OPEN/3",
                        "status/OPEN/1");
    }

    private String shard(String id) {
        OrderSummary order = OrderSummaryJson.decode(OPEN.replace(ORDER.value(), id));
        return projection.indexEntries(order).getLast().partition();
    }

    @Test
    void the_partitions_of_a_status_are_all_its_shards() {
        assertThat(OrderSummariesProjection.statusPartitions(OrderStatus.OPEN))
                .containsExactly(
                        "status/OPEN/0", "status/OPEN/1", "status/OPEN/2", "status/OPEN/3");
    }

    @RepeatedTest(20)
    void folding_rows_is_replaying_streams(RepetitionInfo repetition) {
        long seed = 20_260_331L + repetition.getCurrentRepetition();
        var store = new InMemoryEventStore();
        var orders = new RandomOrders(store, new Random(seed), 5);
        orders.command(100);
        for (OrderId id : orders.created()) {
            OrderSummary row = null;
            for (Commit commit : orders.commits(id)) {
                for (RecordedEvent<OrderEvent> event :
                        RecordedEvent.<OrderEvent>allOf(commit, projection.codec())) {
                    row = projection.evolve(row, event);
                    row = projection.decode(projection.encode(row));
                }
            }
            assertThat(row)
                    .as("%s, seed %d", id, seed)
                    .isEqualTo(new OrderHistory(store).current(id).orElseThrow());
        }
    }
}
