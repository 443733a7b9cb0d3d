package dev.reprise.cli;

import static dev.reprise.cli.Plan.InvoiceProblem.ADJUSTMENT;
import static dev.reprise.cli.Plan.InvoiceProblem.CREDIT_NOTE;
import static dev.reprise.cli.Plan.InvoiceProblem.ILLEGAL_CUSTOMER_ID;
import static dev.reprise.cli.Plan.InvoiceProblem.ILLEGAL_DATE;
import static dev.reprise.cli.Plan.InvoiceProblem.ILLEGAL_ORDER_ID;
import static dev.reprise.cli.Plan.InvoiceProblem.NO_CUSTOMER;
import static dev.reprise.cli.Plan.InvoiceProblem.NO_ROW_LEFT;
import static dev.reprise.cli.Plan.InvoiceProblem.SEVERAL_COUNTRIES;
import static dev.reprise.cli.Plan.InvoiceProblem.SEVERAL_CUSTOMERS;
import static dev.reprise.cli.Plan.InvoiceProblem.TOO_MANY_LINES;
import static dev.reprise.cli.Plan.RowProblem.ILLEGAL_ITEM_ID;
import static dev.reprise.cli.Plan.RowProblem.ILLEGAL_PRICE;
import static dev.reprise.cli.Plan.RowProblem.ILLEGAL_QUANTITY;
import static dev.reprise.cli.Plan.RowProblem.QUANTITY_BELOW_ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.NewOrder.Item;
import dev.reprise.cli.RetailFile.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30Z");
    private static final Instant DATE = Instant.parse("2010-12-01T08:26:00Z");

    @Test
    void the_rows_of_an_invoice_become_one_order_in_the_order_of_the_file() {
        Plan plan = plan(List.of(row("1001", "B", "2", "1.50"), row("1001", "A", "1", "0.99")));

        assertThat(plan.orders())
                .containsExactly(
                        new NewOrder(
                                "1001",
                                "17850",
                                List.of(item("B", 2, "1.50"), item("A", 1, "0.99")),
                                DATE,
                                Optional.of("Norway")));
    }

    @Test
    void rows_of_an_invoice_need_not_follow_each_other() {
        Plan plan =
                plan(
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
    void a_repeated_item_is_sent_twice_and_the_api_adds_it_up() {
        Plan plan = plan(List.of(row("1001", "A", "1", "1"), row("1001", "A", "2", "1")));

        assertThat(plan.items()).isEqualTo(2);
    }

    @Test
    void an_empty_customer_becomes_guest() {
        assertThat(only(row("1001", "A", "1", "1", "", "Norway")).customerId()).isEqualTo("guest");
    }

    @Test
    void an_invoice_whose_customer_is_nan_or_null_is_skipped() {
        Plan plan =
                plan(
                        List.of(
                                row("1001", "A", "1", "1", "nan", "Norway"),
                                row("1002", "A", "1", "1", "NaN", "Norway"),
                                row("1003", "A", "1", "1", "null", "Norway"),
                                row("1003", "A", "1", "1", "", "Norway")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(NO_CUSTOMER, 3));
        assertThat(plan.otherSkippedRows()).isEqualTo(4);
    }

    @Test
    void a_customer_in_another_row_of_the_invoice_replaces_nan() {
        NewOrder order =
                only(
                        row("1001", "A", "1", "1", "nan", "Norway"),
                        row("1001", "B", "1", "1", "17850", "Norway"));

        assertThat(order.customerId()).isEqualTo("17850");
        assertThat(order.items()).hasSize(2);
    }

    @Test
    void an_invoice_in_two_spellings_of_its_numbers_is_one_order() {
        NewOrder order =
                only(
                        row("536365", "22423", "2", "1", "17850.0", "Norway"),
                        row("536365.0", "22423.0", "2.0", "1.0", "17850", "Norway"));

        assertThat(order.orderId()).isEqualTo("536365");
        assertThat(order.customerId()).isEqualTo("17850");
        assertThat(order.items()).containsExactly(item("22423", 2, "1"), item("22423", 2, "1.0"));
    }

    @Test
    void an_order_whose_country_is_nan_is_not_shipped() {
        assertThat(only(row("1001", "A", "1", "1", "17850", "nan")).country()).isEmpty();
    }

    @Test
    void an_invoice_and_an_item_named_nan_are_illegal_ids() {
        Plan plan = plan(List.of(row("nan", "A", "1", "1"), row("1001", "nan", "1", "1")));

        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(ILLEGAL_ORDER_ID, 1, NO_ROW_LEFT, 1));
        assertThat(plan.skippedRows()).isEqualTo(Map.of(ILLEGAL_ITEM_ID, 1));
    }

    @Test
    void an_adjustment_is_skipped_for_a_reason_of_its_own() {
        Plan plan =
                plan(
                        List.of(
                                row("A563185", "B", "1", "11062.06", "", "United Kingdom"),
                                row("a563186", "B", "1", "-11062.06", "nan", "United Kingdom"),
                                row("c536379", "D", "-1", "27.50")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(ADJUSTMENT, 2, CREDIT_NOTE, 1));
        assertThat(plan.skippedRows()).isEmpty();
    }

    @Test
    void one_row_with_the_customer_and_one_with_the_country_are_enough() {
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
    void an_order_has_an_event_for_its_creation_for_each_row_and_for_its_shipment() {
        assertThat(only(row("1001", "A", "1", "1"), row("1001", "A", "1", "1")).events())
                .isEqualTo(4);
    }

    @Test
    void a_price_of_zero_is_kept() {
        assertThat(only(row("1001", "A", "1", "0.0")).items()).containsExactly(item("A", 1, "0.0"));
    }

    @Test
    void an_invoice_with_more_than_1000_lines_is_skipped() {
        List<Row> full = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            full.add(row("1001", "A" + i, "1", "1.50"));
        }
        full.add(row("1001", "A0", "1", "1.5"));
        assertThat(plan(full).items()).isEqualTo(1_001);

        full.add(row("1001", "A0", "1", "1.51"));
        assertThat(plan(full).orders()).isEmpty();
        assertThat(plan(full).skippedInvoices()).isEqualTo(Map.of(TOO_MANY_LINES, 1));
        assertThat(plan(full).otherSkippedRows()).isEqualTo(1_002);
    }

    @Test
    void rows_that_the_api_would_refuse_are_skipped_for_the_first_problem() {
        Plan plan =
                plan(
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
                                row("1001", "A", "1,000", "1"),
                                row("1001", "A", "nan", "1"),
                                row("1001", "A", "1", "-0.01"),
                                row("1001", "A", "1", "0.00001"),
                                row("1001", "A", "1", "1,50"),
                                row("1001", "A", "1", "1,250.00"),
                                row("1001", "A", "1", "NaN"),
                                row("1001", "A", "1", "free")));

        assertThat(plan.items()).isEqualTo(1);
        assertThat(plan.skippedRows())
                .isEqualTo(
                        Map.of(
                                ILLEGAL_ITEM_ID, 3,
                                QUANTITY_BELOW_ONE, 2,
                                ILLEGAL_QUANTITY, 5,
                                ILLEGAL_PRICE, 6));
        assertThat(plan.skippedInvoices()).isEmpty();
    }

    @Test
    void a_credit_note_is_skipped_and_the_problems_of_its_rows_are_not_counted() {
        Plan plan = plan(List.of(row("C1001", "A", "-1", "1"), row("C1001", "?", "1", "1")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(CREDIT_NOTE, 1));
        assertThat(plan.skippedRows()).isEmpty();
        assertThat(plan.otherSkippedRows()).isEqualTo(2);
    }

    @Test
    void an_invoice_with_no_row_left_is_skipped_and_the_problems_of_its_rows_are_counted() {
        Plan plan = plan(List.of(row("1001", "A", "-1", "1"), row("1001", "?", "1", "1")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(NO_ROW_LEFT, 1));
        assertThat(plan.skippedRows()).isEqualTo(Map.of(QUANTITY_BELOW_ONE, 1, ILLEGAL_ITEM_ID, 1));
        assertThat(plan.otherSkippedRows()).isZero();
    }

    @Test
    void invoices_with_two_customers_two_countries_or_illegal_ids_are_skipped() {
        Plan plan =
                plan(
                        List.of(
                                row("1001", "A", "1", "1", "17850", "Norway"),
                                row("1001", "B", "1", "1", "17851", "Norway"),
                                row("1002", "A", "1", "1", "17850", "Norway"),
                                row("1002", "B", "1", "1", "17850", "France"),
                                row("10 03", "A", "1", "1", "17850", "Norway"),
                                row("", "A", "1", "1", "17850", "Norway"),
                                row("1004", "A", "1", "1", "a b", "Norway")));

        assertThat(plan.orders()).isEmpty();
        assertThat(plan.skippedInvoices())
                .isEqualTo(
                        Map.of(
                                SEVERAL_CUSTOMERS, 1,
                                SEVERAL_COUNTRIES, 1,
                                ILLEGAL_ORDER_ID, 2,
                                ILLEGAL_CUSTOMER_ID, 1));
        assertThat(plan.otherSkippedRows()).isEqualTo(7);
    }

    @Test
    void the_sample_has_orders_guests_open_orders_and_skipped_rows() throws IOException {
        Plan plan = plan(RetailFile.read(Path.of("infra/cli/sample.csv")).rows());

        assertThat(plan.rows()).isEqualTo(25);
        assertThat(plan.invoices()).isEqualTo(12);
        assertThat(plan.orders()).hasSize(10);
        assertThat(plan.items()).isEqualTo(17);
        assertThat(plan.skippedRows())
                .isEqualTo(Map.of(ILLEGAL_ITEM_ID, 2, QUANTITY_BELOW_ONE, 3, ILLEGAL_PRICE, 1));
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(CREDIT_NOTE, 1, NO_ROW_LEFT, 1));
        assertThat(plan.otherSkippedRows()).isEqualTo(2);
        assertThat(total(plan)).isEqualByComparingTo("1214.06");
        assertThat(plan.orders()).extracting(NewOrder::customerId).contains("guest");
        assertThat(plan.orders()).extracting(NewOrder::country).contains(Optional.empty());
    }

    /** The other program is written in another language. Without the file nothing is tested. */
    @Test
    void the_counts_for_the_real_file_equal_those_of_another_program() throws IOException {
        Path file = Path.of("../shared/data/online-retail.csv");
        if (!Files.exists(file)) {
            return;
        }
        Plan plan = plan(RetailFile.read(file).rows());

        assertThat(plan.rows()).isEqualTo(8011);
        assertThat(plan.invoices()).isEqualTo(444);
        assertThat(plan.orders()).hasSize(375);
        assertThat(plan.items()).isEqualTo(7891);
        assertThat(plan.orders().stream().mapToInt(NewOrder::events).sum()).isEqualTo(8641);
        assertThat(plan.skippedRows())
                .isEqualTo(Map.of(ILLEGAL_ITEM_ID, 1, QUANTITY_BELOW_ONE, 30));
        assertThat(plan.skippedInvoices()).isEqualTo(Map.of(CREDIT_NOTE, 38, NO_ROW_LEFT, 31));
        assertThat(plan.otherSkippedRows()).isEqualTo(89);
        assertThat(plan.orders().stream().filter(order -> order.customerId().equals("guest")))
                .hasSize(37);
        assertThat(total(plan)).isEqualByComparingTo("162797.21");
    }

    private static Plan plan(List<Row> rows) {
        return Plan.of(rows, NOW);
    }

    private static BigDecimal total(Plan plan) {
        return plan.orders().stream()
                .flatMap(order -> order.items().stream())
                .map(item -> item.price().multiply(BigDecimal.valueOf(item.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void the_earliest_date_of_an_invoice_is_when_it_happened() {
        assertThat(
                        only(dated("1001", "12/1/2010 8:27"), dated("1001", "12/1/2010 8:26"))
                                .occurredAt())
                .isEqualTo(DATE);
    }

    @Test
    void an_invoice_with_a_date_that_cannot_be_read_or_is_in_the_future_is_skipped() {
        for (String date : List.of("", "nan", "yesterday", "2/30/2010", "2026-01-31T08:15:31Z")) {
            Plan plan =
                    plan(
                            List.of(
                                    dated("1001", "2010-12-01"),
                                    dated("1001", date),
                                    dated("1002", "2010-12-01")));

            assertThat(plan.orders())
                    .as(date)
                    .extracting(NewOrder::orderId)
                    .containsExactly("1002");
            assertThat(plan.skippedInvoices()).isEqualTo(Map.of(ILLEGAL_DATE, 1));
            assertThat(plan.otherSkippedRows()).isEqualTo(2);
        }
    }

    private static Row dated(String invoice, String date) {
        return new Row(invoice, "A", "1", date, "1", "17850", "Norway");
    }

    private static NewOrder only(Row... rows) {
        List<NewOrder> orders = plan(List.of(rows)).orders();
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
        return new Row(invoice, item, quantity, "12/1/2010 8:26", price, customer, country);
    }
}
