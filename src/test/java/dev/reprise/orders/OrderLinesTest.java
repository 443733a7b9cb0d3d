package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderLinesTest {

    private static final ItemId WIDGET = new ItemId("widget-x");
    private static final ItemId GADGET = new ItemId("gadget");

    @Test
    void the_same_item_at_the_same_price_adds_to_the_quantity() {
        assertThat(lines(item("widget-x", 2, "15.9"), item("widget-x", 3, "15.90")).lines())
                .containsExactly(new OrderLine(WIDGET, 5, price("15.9")));
    }

    @Test
    void the_same_item_at_another_price_is_a_line_of_its_own() {
        assertThat(lines(item("widget-x", 2, "15.9"), item("widget-x", 3, "15.91")).lines())
                .containsExactly(
                        new OrderLine(WIDGET, 2, price("15.9")),
                        new OrderLine(WIDGET, 3, price("15.91")));
    }

    @Test
    void lines_stay_in_the_order_in_which_they_first_came() {
        assertThat(
                        lines(
                                        item("widget-x", 1, "1"),
                                        item("gadget", 1, "1"),
                                        item("widget-x", 1, "1"))
                                .lines())
                .extracting(OrderLine::itemId)
                .containsExactly(WIDGET, GADGET);
    }

    @Test
    void an_item_that_was_removed_comes_back_at_the_end() {
        assertThat(
                        lines(item("widget-x", 1, "1"), item("gadget", 1, "1"))
                                .without(WIDGET)
                                .with(item("widget-x", 1, "1"))
                                .lines())
                .extracting(OrderLine::itemId)
                .containsExactly(GADGET, WIDGET);
    }

    @Test
    void a_line_may_hold_more_than_one_command_can_add() {
        OrderLines lines = OrderLines.NONE;
        for (int i = 0; i < 3_000; i++) {
            lines = lines.with(item("widget-x", 1_000_000, "1"));
        }
        assertThat(lines.lines())
                .containsExactly(new OrderLine(WIDGET, 3_000_000_000L, price("1")));
    }

    @Test
    void an_item_is_held_at_any_price() {
        OrderLines lines = lines(item("widget-x", 1, "1"));
        assertThat(lines.holds(WIDGET)).isTrue();
        assertThat(lines.holds(GADGET)).isFalse();
        assertThat(lines.without(WIDGET).holds(WIDGET)).isFalse();
    }

    @Test
    void lines_are_values() {
        OrderLines lines = lines(item("widget-x", 1, "1"));
        OrderLines more = lines.with(item("gadget", 1, "1"));
        assertThat(lines).isEqualTo(lines(item("widget-x", 1, "1"))).isNotEqualTo(more);
    }

    @Test
    void lines_keep_a_copy_of_what_they_were_made_of() {
        List<OrderLine> mutable = new ArrayList<>(List.of(new OrderLine(WIDGET, 1, price("1"))));
        OrderLines lines = new OrderLines(mutable);
        mutable.clear();
        assertThat(lines.isEmpty()).isFalse();
    }

    @Test
    void no_lines_cost_nothing() {
        assertThat(OrderLines.NONE.total()).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void a_total_is_exact_where_binary_fractions_are_not() {
        assertThat(lines(item("widget-x", 3, "0.1"), item("gadget", 1, "0.7")).total())
                .isEqualTo(BigDecimal.ONE);
    }

    @Test
    void a_total_is_in_its_shortest_form() {
        assertThat(lines(item("widget-x", 10, "15.99")).total()).isEqualTo(new BigDecimal("159.9"));
        assertThat(lines(item("widget-x", 1_000, "0.25")).total()).hasToString("250");
        assertThat(lines(item("widget-x", 5, "0")).total()).hasToString("0");
    }

    @Test
    void a_total_may_be_larger_than_a_price_may_be() {
        assertThat(lines(item("widget-x", 1_000_000, "999999999999999.9999")).total())
                .isEqualTo(new BigDecimal("999999999999999999900"));
    }

    private static OrderLines lines(OrderItem... items) {
        OrderLines lines = OrderLines.NONE;
        for (OrderItem item : items) {
            lines = lines.with(item);
        }
        return lines;
    }
}
