package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.SHIPPED;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.WIDGETS_CHANGED;
import static dev.reprise.orders.OrderSamples.WIDGETS_REMOVED;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.ReadModelFolds.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.orders.ShippedItemsProjection.Shipment;
import dev.reprise.projections.Contribution;
import dev.reprise.projections.SearchRow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows of shipped-items. Texts are stored: if they have to change, raise the schema version.
 */
class ShippedItemsProjectionTest {

    private static final Order.Event GADGETS_ADDED = new OrderItemAdded(item("gadget", 1, "4.25"));
    private static final Order.Event WIDGETS_AT_ANOTHER_PRICE =
            new OrderItemAdded(item("widget-x", 5, "10"));

    private final ShippedItemsProjection projection = new ShippedItemsProjection();

    private Contribution contribution(Order.Event... events) {
        return projection.contribution(ORDER.stream(), folded(projection, events));
    }

    @Test
    void the_name_schema_version_and_category_are_pinned() {
        assertThat(projection.name()).isEqualTo("shipped-items");
        assertThat(projection.schemaVersion()).isEqualTo(2);
        assertThat(projection.category()).isEqualTo("order");
    }

    @Test
    void the_views_are_pinned() {
        String line = "{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":15.99}";
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED)))
                .isEqualTo("{\"customerId\":\"user123\",\"items\":[" + line + "]}");
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED, SHIPPED)))
                .isEqualTo(
                        "{\"customerId\":\"user123\",\"items\":["
                                + line
                                + "],\"shippingAddress\":\"123 Main St, Anytown, USA\","
                                + "\"shippedAt\":\"2026-01-31T08:15:32.120Z\"}");
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED, CANCELLED)))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{} ",
                "{\"customerId\":\"user123\"}",
                "{\"customerId\":\"user123\",\"items\":[],\"note\":1}",
                "{\"customerId\":\"a/b\",\"items\":[]}"
            })
    void anything_else_is_refused_as_a_view(String encoded) {
        assertThatThrownBy(() -> projection.decode(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a row of shipped-items: ");
    }

    @Test
    void a_shipped_order_has_a_row_for_each_item_for_the_time_and_for_each_word() {
        String position = "2026-01-31T08:15:33.120Z#a1b2c3d4";

        assertThat(contribution(CREATED, WIDGETS_ADDED, GADGETS_ADDED, SHIPPED).searchRows())
                .containsExactlyInAnyOrder(
                        new SearchRow("by-item", "widget-x", position),
                        new SearchRow("by-item", "gadget", position),
                        new SearchRow("by-date", "2026-01.9", position),
                        new SearchRow("by-word", "12.9", "123#" + position),
                        new SearchRow("by-word", "ma.9", "main#" + position),
                        new SearchRow("by-word", "st.9", "st#" + position),
                        new SearchRow("by-word", "an.9", "anytown#" + position),
                        new SearchRow("by-word", "us.9", "usa#" + position));
    }

    @Test
    void a_word_of_one_character_has_no_row() {
        assertThat(
                        contribution(
                                        CREATED,
                                        WIDGETS_ADDED,
                                        new OrderShipped(new ShippingAddress("1 \uD842\uDFB7 É")))
                                .searchRows())
                .extracting(SearchRow::index)
                .containsExactlyInAnyOrder("by-item", "by-date");
    }

    @Test
    void an_order_contributes_nothing_before_it_is_shipped_or_if_it_is_cancelled() {
        assertThat(contribution(CREATED)).isEqualTo(Contribution.NONE);
        assertThat(contribution(CREATED, WIDGETS_ADDED)).isEqualTo(Contribution.NONE);
        assertThat(contribution(CREATED, WIDGETS_ADDED, CANCELLED)).isEqualTo(Contribution.NONE);
    }

    @Test
    void two_prices_of_an_item_are_one_row() {
        assertThat(
                        contribution(CREATED, WIDGETS_ADDED, WIDGETS_AT_ANOTHER_PRICE, SHIPPED)
                                .searchRows())
                .filteredOn(row -> row.index().equals("by-item"))
                .extracting(SearchRow::partition)
                .containsExactly("widget-x");
    }

    @Test
    void a_removed_item_has_no_row_unless_it_is_added_again() {
        assertThat(
                        contribution(
                                        CREATED,
                                        WIDGETS_ADDED,
                                        GADGETS_ADDED,
                                        WIDGETS_REMOVED,
                                        SHIPPED)
                                .searchRows())
                .filteredOn(row -> row.index().equals("by-item"))
                .extracting(SearchRow::partition)
                .containsExactly("gadget");
        assertThat(
                        folded(
                                projection,
                                CREATED,
                                WIDGETS_ADDED,
                                WIDGETS_REMOVED,
                                WIDGETS_ADDED,
                                WIDGETS_CHANGED,
                                SHIPPED))
                .isInstanceOfSatisfying(
                        Shipment.Shipped.class,
                        shipped ->
                                assertThat(shipped.items().lines())
                                        .containsExactly(
                                                new OrderLine(
                                                        WIDGETS.itemId(), 3, WIDGETS.price())));
    }

    static Stream<List<Order.Event>> impossible() {
        return Stream.of(
                List.of(SHIPPED),
                List.of(CREATED, CREATED),
                List.of(CREATED, WIDGETS_ADDED, SHIPPED, WIDGETS_ADDED),
                List.of(CREATED, CANCELLED, SHIPPED));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void an_event_that_cannot_follow_is_refused(List<Order.Event> events) {
        assertThatThrownBy(() -> folded(projection, events.toArray(Order.Event[]::new)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" cannot follow: the order is ");
    }

    @Test
    void the_largest_address_makes_rows_whose_keys_fit() {
        String letter = "\uD842\uDFB7";
        String word = letter.repeat(29);
        StringBuilder address = new StringBuilder();
        for (int i = 10; i < 42; i++) {
            address.append(word, 0, 2 * 27).append(i).append(' ');
        }
        OrderId longest = new OrderId(Tenant.ONLY, "x".repeat(128));

        assertThat(
                        projection
                                .contribution(
                                        longest.stream(),
                                        folded(
                                                projection,
                                                CREATED,
                                                WIDGETS_ADDED,
                                                new OrderShipped(
                                                        new ShippingAddress(
                                                                address.toString().strip()))))
                                .searchRows())
                .hasSize(34);
    }
}
