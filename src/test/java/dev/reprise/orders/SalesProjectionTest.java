package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.SHIPPED;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.WIDGETS_CHANGED;
import static dev.reprise.orders.OrderSamples.WIDGETS_REMOVED;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.ReadModelFolds.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.projections.Total;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of sales. Texts are stored: if they have to change, raise the schema version. */
class SalesProjectionTest {

    private static final Total OF_CUSTOMER = new Total("per-customer", "user123", "all");
    private static final Total OF_DAY = new Total("per-day", "days.9", "2026-01-31");
    private static final Total OF_WIDGETS = new Total("per-item", "widget-x.1", "2026-01-31");
    private static final Total OF_GADGETS = new Total("per-item", "gadget.1", "2026-01-31");
    private static final Order.Event GADGETS_ADDED = new OrderItemAdded(item("gadget", 1, "4.25"));
    private static final Order.Event FREE_WIDGETS = new OrderItemAdded(item("widget-x", 5, "0"));

    private final SalesProjection projection = new SalesProjection();

    /** What the order contributes, as texts such as {@code orders 1}. */
    private Map<Total, Map<String, String>> amounts(Order.Event... events) {
        Map<Total, Map<String, String>> amounts = new HashMap<>();
        projection
                .contribution(ORDER.stream(), folded(projection, events))
                .amounts()
                .forEach((total, sums) -> {
                    Map<String, String> texts = new HashMap<>();
                    sums.forEach((name, sum) ->
                            texts.put(name, sum.stripTrailingZeros().toPlainString()));
                    amounts.put(total, texts);
                });
        return amounts;
    }

    private static Map<String, String> sold(String quantity, String revenue) {
        return Map.of("quantity", quantity, "revenue", revenue, "orders", "1");
    }

    private static Map<String, String> shipped(String quantity, String revenue) {
        return Map.of("quantity", quantity, "revenue", revenue, "orders", "1", "shipped", "1");
    }

    @Test
    void the_name_schema_version_and_category_are_pinned() {
        assertThat(projection.name()).isEqualTo("sales");
        assertThat(projection.schemaVersion()).isEqualTo(1);
        assertThat(projection.category()).isEqualTo("order");
    }

    @Test
    void the_views_are_pinned_and_have_no_address_and_no_reason() {
        String line = "{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":15.99}";
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED)))
                .isEqualTo("{\"customerId\":\"user123\",\"items\":[" + line + "]}");
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED, SHIPPED)))
                .isEqualTo(
                        "{\"customerId\":\"user123\",\"items\":["
                                + line
                                + "],\"shippedAt\":\"2026-01-31T08:15:32.120Z\"}");
        assertThat(projection.encode(folded(projection, CREATED, WIDGETS_ADDED, CANCELLED)))
                .isEqualTo("{\"customerId\":\"user123\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"customerId\":\"user123\",\"items\":null}"})
    void anything_else_is_refused_as_a_view(String encoded) {
        assertThatThrownBy(() -> projection.decode(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a row of sales: ");
    }

    @Test
    void an_order_that_is_not_shipped_is_counted_for_its_customer() {
        assertThat(amounts(CREATED, WIDGETS_ADDED))
                .isEqualTo(Map.of(OF_CUSTOMER, Map.of("orders", "1", "open", "1")));
        assertThat(amounts(CREATED, WIDGETS_ADDED, CANCELLED))
                .isEqualTo(Map.of(OF_CUSTOMER, Map.of("orders", "1", "cancelled", "1")));
    }

    @Test
    void a_shipped_order_adds_to_its_items_its_day_and_its_customer() {
        assertThat(amounts(CREATED, WIDGETS_ADDED, GADGETS_ADDED, SHIPPED))
                .isEqualTo(
                        Map.of(
                                OF_WIDGETS,
                                sold("2", "31.98"),
                                OF_GADGETS,
                                sold("1", "4.25"),
                                OF_DAY,
                                sold("3", "36.23"),
                                OF_CUSTOMER,
                                shipped("3", "36.23")));
    }

    @Test
    void an_order_with_an_item_at_two_prices_is_counted_once() {
        assertThat(amounts(CREATED, WIDGETS_ADDED, FREE_WIDGETS, SHIPPED))
                .isEqualTo(
                        Map.of(
                                OF_WIDGETS,
                                sold("7", "31.98"),
                                OF_DAY,
                                sold("7", "31.98"),
                                OF_CUSTOMER,
                                shipped("7", "31.98")));
    }

    @Test
    void lines_count_as_they_are_when_the_order_is_shipped() {
        assertThat(
                        amounts(
                                CREATED,
                                GADGETS_ADDED,
                                WIDGETS_ADDED,
                                WIDGETS_REMOVED,
                                WIDGETS_ADDED,
                                WIDGETS_CHANGED,
                                new Order.Event.OrderItemRemoved(new ItemId("gadget")),
                                SHIPPED))
                .isEqualTo(
                        Map.of(
                                OF_WIDGETS,
                                sold("3", "47.97"),
                                OF_DAY,
                                sold("3", "47.97"),
                                OF_CUSTOMER,
                                shipped("3", "47.97")));
    }

    static Stream<List<Order.Event>> impossible() {
        return Stream.of(
                List.of(WIDGETS_ADDED),
                List.of(CREATED, CREATED),
                List.of(CREATED, WIDGETS_ADDED, SHIPPED, CANCELLED),
                List.of(CREATED, CANCELLED, SHIPPED));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void an_event_that_cannot_follow_is_refused(List<Order.Event> events) {
        assertThatThrownBy(() -> folded(projection, events.toArray(Order.Event[]::new)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" cannot follow: the order is ");
    }
}
