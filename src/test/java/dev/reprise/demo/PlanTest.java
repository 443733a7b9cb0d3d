package dev.reprise.demo;

import static dev.reprise.demo.SkipReason.CREDIT_NOTE;
import static dev.reprise.demo.SkipReason.ILLEGAL_CUSTOMER_ID;
import static dev.reprise.demo.SkipReason.ILLEGAL_ITEM_ID;
import static dev.reprise.demo.SkipReason.ILLEGAL_ORDER_ID;
import static dev.reprise.demo.SkipReason.ILLEGAL_PRICE;
import static dev.reprise.demo.SkipReason.ILLEGAL_QUANTITY;
import static dev.reprise.demo.SkipReason.NOTHING_LEFT;
import static dev.reprise.demo.SkipReason.QUANTITY_BELOW_ONE;
import static dev.reprise.demo.SkipReason.SEVERAL_COUNTRIES;
import static dev.reprise.demo.SkipReason.SEVERAL_CUSTOMERS;
import static dev.reprise.demo.SkipReason.TOO_MANY_LINES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.demo.NewOrder.Item;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void the_rows_of_an_invoice_are_one_order_in_their_order() {
        Plan plan = Plan.of(List.of(row("1001", "B", "2", "1.50"), row("1001", "A", "1", "0.99")));

        assertThat(plan.orders())
                .containsExactly(
                        new NewOrder(
                                "1001",
                                "17850",
                                List.of(item("B", 2, "1.50"), item("A", 1, "0.99")),
                                Optional.of("Norway")));
    }

    @Test
    void rows_of_an_invoice_belong_together_wherever_they_stand() {
        Plan plan =
                Plan.of(
                        List.of(
                                row("1001", "A", "1", "1"),
                                row("1002", "B", "1", "1"),
                                row("1001", "C", "1", "1")));

        assertThat(plan.orders()).extracting(NewOrder::orderId).containsExactly("1001", "1002");
        assertThat(plan.orders().getFirst().items())
                .extracting(Item::itemId)
                .containsExactly("A", "C");
    }

    @Test
    void an_item_that_is_repeated_stays_two_rows_for_the_api_to_add_up() {
        Plan plan = Plan.of(List.of(row("1001", "A", "1", "1"), row("1001", "A", "2", "1")));

        assertThat(plan.items()).isEqualTo(2);
    }

    @Test
    void a_customer_who_is_not_named_is_a_guest() {
        assertThat(only(row("1001", "A", "1", "1", "", "Norway")).customerId()).isEqualTo("guest");
    }

    @Test
    void a_customer_and_a_country_need_be_named_once() {
        NewOrder order =
                only(
                        row("1001", "A", "1", "1", "", "Norway"),
                        row("1001", "B", "1", "1", "17850", ""));

        assertThat(order.customerId()).isEqualTo("17850");
        assertThat(order.country()).contains("Norway");
    }

    @Test
    void an_order_without_a_country_is_not_shipped() {
        NewOrder order = only(row("1001", "A", "1", "1", "17850", ""));

        assertThat(order.country()).isEmpty();
        assertThat(order.events()).isEqualTo(2);
    }

    @Test
    void an_order_has_an_event_for_itself_for_each_row_and_for_its_shipment() {
        assertThat(only(row("1001", "A", "1", "1"), row("1001", "A", "1", "1")).events())
                .isEqualTo(4);
    }

    @Test
    void a_price_of_zero_is_kept() {
        assertThat(only(row("1001", "A", "1", "0.0")).items()).containsExactly(item("A", 1, "0.0"));
    }

    @Test
    void an_invoice_with_more_lines_than_an_order_has_is_left_out() {
        List<Row> full = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            full.add(row("1001", "A" + i, "1", "1.50"));
        }
        full.add(row("1001", "A0", "1", "1.5"));
        assertThat(Plan.of(full).items()).isEqualTo(1_001);

        full.add(row("1001", "A0", "1", "1.51"));
        assertThat(Plan.of(full).orders()).isEmpty();
        assertThat(Plan.of(full).skipped().invoices()).isEqualTo(Map.of(TOO_MANY_LINES, 1));
        assertThat(Plan.of(full).skipped().rowsOfInvoices()).isEqualTo(1_002);
    }

    @Test
    void rows_that_the_api_would_refuse_are_skipped_with_the_first_reason() {
        Plan plan =
                Plan.of(
                        List.of(
                                row("1001", "A", "1", "1"),
                                row("1001", "BANK CHARGES", "-1", "1"),
                                row("1001", "", "1", "1"),
                                row("1001", "..", "1", "1"),
                                row("1001", "A", "0", "1"),
                                row("1001", "A", "-3", "x"),
                                row("1001", "A", "", "1"),
                                row("1001", "A", "1.5", "1"),
                                row("1001", "A", "1000001", "1"),
                                row("1001", "A", "1", "-0.01"),
                                row("1001", "A", "1", "0.00001"),
                                row("1001", "A", "1", "1,50"),
                                row("1001", "A", "1", "free")));

        assertThat(plan.items()).isEqualTo(1);
        assertThat(plan.skipped().rows())
                .isEqualTo(
                        Map.of(
                                ILLEGAL_ITEM_ID, 3,
                                QUANTITY_BELOW_ONE, 2,
                                ILLEGAL_QUANTITY, 3,
                                ILLEGAL_PRICE, 4));
        assertThat(plan.skipped().invoices()).isEmpty();
    }

    @Test
    void a_credit_note_is_skipped_and_its_rows_are_not_looked_at() {
        Plan plan = Plan.of(List.of(row("C1001", "A", "-1", "1"), row("C1001", "?", "1", "1")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skipped().invoices()).isEqualTo(Map.of(CREDIT_NOTE, 1));
        assertThat(plan.skipped().rows()).isEmpty();
        assertThat(plan.skipped().rowsOfInvoices()).isEqualTo(2);
    }

    @Test
    void an_invoice_with_nothing_left_is_skipped_and_its_rows_keep_their_reasons() {
        Plan plan = Plan.of(List.of(row("1001", "A", "-1", "1"), row("1001", "?", "1", "1")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skipped().invoices()).isEqualTo(Map.of(NOTHING_LEFT, 1));
        assertThat(plan.skipped().rows())
                .isEqualTo(Map.of(QUANTITY_BELOW_ONE, 1, ILLEGAL_ITEM_ID, 1));
        assertThat(plan.skipped().rowsOfInvoices()).isZero();
    }

    @Test
    void invoices_that_contradict_themselves_or_bear_no_legal_ids_are_skipped() {
        Plan plan =
                Plan.of(
                        List.of(
                                row("1001", "A", "1", "1", "17850", "Norway"),
                                row("1001", "B", "1", "1", "17851", "Norway"),
                                row("1002", "A", "1", "1", "17850", "Norway"),
                                row("1002", "B", "1", "1", "17850", "France"),
                                row("10 03", "A", "1", "1", "17850", "Norway"),
                                row("", "A", "1", "1", "17850", "Norway"),
                                row("1004", "A", "1", "1", "a b", "Norway")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skipped().invoices())
                .isEqualTo(
                        Map.of(
                                SEVERAL_CUSTOMERS, 1,
                                SEVERAL_COUNTRIES, 1,
                                ILLEGAL_ORDER_ID, 2,
                                ILLEGAL_CUSTOMER_ID, 1));
        assertThat(plan.skipped().rowsOfInvoices()).isEqualTo(7);
    }

    @Test
    void the_sample_has_every_quirk() {
        Plan plan = Plan.of(RetailFile.read(Path.of("infra/demo/sample.csv")));

        assertThat(plan.rows()).isEqualTo(25);
        assertThat(plan.invoices()).isEqualTo(12);
        assertThat(plan.orders()).hasSize(10);
        assertThat(plan.items()).isEqualTo(17);
        assertThat(plan.skipped().rows())
                .isEqualTo(Map.of(ILLEGAL_ITEM_ID, 2, QUANTITY_BELOW_ONE, 3, ILLEGAL_PRICE, 1));
        assertThat(plan.skipped().invoices()).isEqualTo(Map.of(CREDIT_NOTE, 1, NOTHING_LEFT, 1));
        assertThat(plan.skipped().rowsOfInvoices()).isEqualTo(2);
        assertThat(total(plan)).isEqualByComparingTo("1214.06");
        assertThat(plan.orders()).extracting(NewOrder::customerId).contains("guest");
        assertThat(plan.orders()).extracting(NewOrder::country).contains(Optional.empty());
    }

    /**
     * The counts come from another program, in another language. Where the file is not, nothing is
     * tested.
     */
    @Test
    void the_real_file_comes_to_as_many_orders_and_rows_as_another_program_counts() {
        Path file = Path.of("../shared/data/online-retail.csv");
        if (!Files.exists(file)) {
            return;
        }
        Plan plan = Plan.of(RetailFile.read(file));

        assertThat(plan.rows()).isEqualTo(8011);
        assertThat(plan.invoices()).isEqualTo(444);
        assertThat(plan.orders()).hasSize(375);
        assertThat(plan.items()).isEqualTo(7891);
        assertThat(plan.orders().stream().mapToInt(NewOrder::events).sum()).isEqualTo(8641);
        assertThat(plan.skipped().rows())
                .isEqualTo(Map.of(ILLEGAL_ITEM_ID, 1, QUANTITY_BELOW_ONE, 30));
        assertThat(plan.skipped().invoices()).isEqualTo(Map.of(CREDIT_NOTE, 38, NOTHING_LEFT, 31));
        assertThat(plan.skipped().rowsOfInvoices()).isEqualTo(89);
        assertThat(plan.orders().stream().filter(order -> order.customerId().equals("guest")))
                .hasSize(37);
        assertThat(total(plan)).isEqualByComparingTo("162797.21");
    }

    private static BigDecimal total(Plan plan) {
        return plan.orders().stream()
                .flatMap(order -> order.items().stream())
                .map(item -> item.price().multiply(BigDecimal.valueOf(item.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static NewOrder only(Row... rows) {
        List<NewOrder> orders = Plan.of(List.of(rows)).orders();
        assertThat(orders).hasSize(1);
        return orders.getFirst();
    }

    private static Item item(String itemId, int quantity, String price) {
        return new Item(itemId, quantity, new BigDecimal(price));
    }

    private static Row row(String invoice, String item, String quantity, String price) {
        return row(invoice, item, quantity, price, "17850", "Norway");
    }

    private static Row row(
            String invoice,
            String item,
            String quantity,
            String price,
            String customer,
            String country) {
        return new Row(invoice, item, quantity, price, customer, country);
    }
}
