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
    void lines_keep_the_order_in_which_they_were_first_added() {
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
    void an_item_that_is_added_after_its_removal_is_the_last_line() {
        assertThat(
                        lines(item("widget-x", 1, "1"), item("gadget", 1, "1"))
                                .without(WIDGET)
                                .with(item("widget-x", 1, "1"))
                                .lines())
                .extracting(OrderLine::itemId)
                .containsExactly(GADGET, WIDGET);
    }

    @Test
    void a_changed_quantity_replaces_what_was_added_before_and_later_additions_add_to_it() {
        OrderLines changed =
                lines(item("widget-x", 9, "1"), item("gadget", 1, "1"))
                        .withQuantity(WIDGET, price("1"), new Quantity(2));
        assertThat(changed.lines())
                .containsExactly(
                        new OrderLine(WIDGET, 2, price("1")), new OrderLine(GADGET, 1, price("1")));
        assertThat(changed.with(item("widget-x", 3, "1")).lines().getFirst())
                .isEqualTo(new OrderLine(WIDGET, 5, price("1")));
    }

    @Test
    void a_change_of_the_quantity_does_not_survive_the_removal_of_its_item() {
        OrderLines lines =
                lines(item("widget-x", 9, "1"))
                        .withQuantity(WIDGET, price("1"), new Quantity(2))
                        .without(WIDGET);
        assertThat(lines.lines()).isEmpty();
        assertThat(lines.withQuantity(WIDGET, price("1"), new Quantity(2)).lines()).isEmpty();
    }

    @Test
    void the_quantity_of_a_line_may_exceed_what_one_command_can_add() {
        OrderLines lines = OrderLines.EMPTY;
        for (int i = 0; i < 3_000; i++) {
            lines = lines.with(item("widget-x", 1_000_000, "1"));
        }
        assertThat(lines.lines())
                .containsExactly(new OrderLine(WIDGET, 3_000_000_000L, price("1")));
    }

    @Test
    void lines_contain_an_item_until_it_is_removed() {
        OrderLines lines = lines(item("widget-x", 1, "1"));
        assertThat(lines.contains(WIDGET)).isTrue();
        assertThat(lines.contains(GADGET)).isFalse();
        assertThat(lines.without(WIDGET).contains(WIDGET)).isFalse();
    }

    @Test
    void lines_with_equal_content_are_equal() {
        OrderLines lines = lines(item("widget-x", 1, "1"));
        OrderLines more = lines.with(item("gadget", 1, "1"));
        assertThat(lines).isEqualTo(lines(item("widget-x", 1, "1"))).isNotEqualTo(more);
    }

    @Test
    void changes_of_the_same_lines_are_independent() {
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
    void changes_of_the_same_lines_by_two_threads_are_independent() throws Exception {
        for (int round = 0; round < 100; round++) {
            OrderLines shared = changed(OrderLines.EMPTY, new Random(round), 50);
            List<OrderLines> raced = Race.of(2, thread -> changed(shared, new Random(thread), 50));
            for (int thread = 0; thread < 2; thread++) {
                OrderLines alone = changed(OrderLines.EMPTY, new Random(round), 50);
                assertThat(raced.get(thread)).isEqualTo(changed(alone, new Random(thread), 50));
            }
        }
    }

    @Test
    void changes_that_are_materialized_at_the_end_give_the_same_lines() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OrderLines lines = OrderLines.EMPTY;
            List<OrderLine> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                OrderItem item = item("item-" + random.nextInt(5), 1, "" + random.nextInt(3));
                if (random.nextInt(4) == 0) {
                    lines = lines.without(item.itemId());
                    expected.removeIf(line -> line.itemId().equals(item.itemId()));
                } else if (random.nextInt(3) == 0) {
                    Quantity quantity = new Quantity(random.nextInt(1, 9));
                    lines = lines.withQuantity(item.itemId(), item.price(), quantity);
                    expected.replaceAll(
                            line -> line.isFor(item) ? line.withQuantity(quantity) : line);
                } else {
                    lines = lines.with(item);
                    add(item, expected);
                }
            }
            assertThat(lines.lines()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void lines_copy_their_list() {
        List<OrderLine> mutable = new ArrayList<>(List.of(new OrderLine(WIDGET, 1, price("1"))));
        OrderLines lines = new OrderLines(mutable);
        mutable.clear();
        assertThat(lines.isEmpty()).isFalse();
    }

    @Test
    void the_total_of_no_lines_is_zero() {
        assertThat(OrderLines.EMPTY.total()).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void a_total_is_exact_where_binary_fractions_are_not() {
        assertThat(lines(item("widget-x", 3, "0.1"), item("gadget", 1, "0.7")).total())
                .isEqualTo(BigDecimal.ONE);
    }

    @Test
    void a_total_is_in_canonical_form() {
        assertThat(lines(item("widget-x", 10, "15.99")).total()).isEqualTo(new BigDecimal("159.9"));
        assertThat(lines(item("widget-x", 1_000, "0.25")).total()).hasToString("250");
        assertThat(lines(item("widget-x", 5, "0")).total()).hasToString("0");
    }

    @Test
    void a_total_may_exceed_the_limit_of_a_price() {
        assertThat(lines(item("widget-x", 1_000_000, "999999999999999.9999")).total())
                .isEqualTo(new BigDecimal("999999999999999999900"));
    }

    private static OrderLines lines(OrderItem... items) {
        OrderLines lines = OrderLines.EMPTY;
        for (OrderItem item : items) {
            lines = lines.with(item);
        }
        return lines;
    }

    /** Makes random changes; materializes the lines now and then, or never. */
    private static OrderLines changed(OrderLines lines, Random random, int changes) {
        boolean materializes = random.nextBoolean();
        OrderLines changed = lines;
        for (int i = 0; i < changes; i++) {
            String itemId = "item-" + random.nextInt(5);
            OrderItem item = item(itemId, random.nextInt(1, 9), "" + random.nextInt(3));
            changed =
                    switch (random.nextInt(4)) {
                        case 0 -> changed.without(item.itemId());
                        case 1 ->
                                changed.withQuantity(item.itemId(), item.price(), item.quantity());
                        default -> changed.with(item);
                    };
            if (materializes && random.nextBoolean()) {
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
