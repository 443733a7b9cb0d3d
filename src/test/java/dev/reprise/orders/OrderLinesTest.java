package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Race;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    void changes_of_the_same_lines_do_not_see_each_other() {
        OrderLines lines = lines(item("widget-x", 1, "1"));
        OrderLines more = lines.with(item("widget-x", 2, "1"));
        OrderLines others = lines.with(item("gadget", 3, "1"));
        OrderLines fewer = lines.without(WIDGET);
        OrderLines again = fewer.with(item("widget-x", 4, "1"));
        assertThat(fewer.lines()).isEmpty();
        assertThat(more.lines()).containsExactly(new OrderLine(WIDGET, 3, price("1")));
        assertThat(others.lines())
                .containsExactly(
                        new OrderLine(WIDGET, 1, price("1")), new OrderLine(GADGET, 3, price("1")));
        assertThat(again.lines()).containsExactly(new OrderLine(WIDGET, 4, price("1")));
        assertThat(lines.lines()).containsExactly(new OrderLine(WIDGET, 1, price("1")));
    }

    @Test
    void threads_that_change_the_same_lines_do_not_see_each_other() throws Exception {
        for (int round = 0; round < 100; round++) {
            OrderLines shared = changed(OrderLines.NONE, new Random(round), 50);
            List<OrderLines> raced = Race.of(2, thread -> changed(shared, new Random(thread), 50));
            for (int thread = 0; thread < 2; thread++) {
                OrderLines alone = changed(OrderLines.NONE, new Random(round), 50);
                assertThat(raced.get(thread)).isEqualTo(changed(alone, new Random(thread), 50));
            }
        }
    }

    @Test
    void lines_are_the_same_whether_each_change_was_looked_at_or_none() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OrderLines unseen = OrderLines.NONE;
            List<OrderLine> seen = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                OrderItem item = item("item-" + random.nextInt(5), 1, "" + random.nextInt(3));
                if (random.nextInt(4) == 0) {
                    unseen = unseen.without(item.itemId());
                    seen.removeIf(line -> line.itemId().equals(item.itemId()));
                } else {
                    unseen = unseen.with(item);
                    add(item, seen);
                }
            }
            assertThat(unseen.lines()).as("seed %d", seed).isEqualTo(seen);
        }
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

    /** So many changes, looking at the lines now and then, or never before the end. */
    private static OrderLines changed(OrderLines lines, Random random, int changes) {
        boolean looks = random.nextBoolean();
        OrderLines changed = lines;
        for (int i = 0; i < changes; i++) {
            String itemId = "item-" + random.nextInt(5);
            changed =
                    random.nextInt(4) == 0
                            ? changed.without(new ItemId(itemId))
                            : changed.with(item(itemId, 1, "" + random.nextInt(3)));
            if (looks && random.nextBoolean()) {
                changed.lines();
            }
        }
        return changed;
    }

    private static void add(OrderItem item, List<OrderLine> lines) {
        for (int i = 0; i < lines.size(); i++) {
            OrderLine line = lines.get(i);
            if (line.isFor(item)) {
                lines.set(i, new OrderLine(line.itemId(), line.quantity() + 1, line.price()));
                return;
            }
        }
        lines.add(new OrderLine(item.itemId(), 1, item.price()));
    }
}
