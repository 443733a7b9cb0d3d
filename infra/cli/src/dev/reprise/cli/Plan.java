package dev.reprise.cli;

import static java.util.Comparator.naturalOrder;

import dev.reprise.cli.NewOrder.Item;
import dev.reprise.cli.RetailFile.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The orders that a file becomes. What the API would refuse is skipped and counted.
 *
 * @param rows how many rows the file has
 * @param invoices how many invoices the file has, including credit notes and adjustments
 */
record Plan(
        int rows,
        int invoices,
        List<NewOrder> orders,
        SortedMap<RowProblem, Integer> skippedRows,
        SortedMap<InvoiceProblem, Integer> skippedInvoices) {

    private static final BigDecimal MAX_QUANTITY = BigDecimal.valueOf(1_000_000);
    private static final int MAX_DECIMALS = 4;
    private static final int MAX_INTEGER_DIGITS = 15;
    private static final int MAX_LINES = 1_000;

    /** Why a row is skipped. If several problems apply, the first one counts. */
    enum RowProblem {
        ILLEGAL_ITEM_ID("StockCode is not a legal item id"),
        QUANTITY_BELOW_ONE("quantity is below 1"),
        ILLEGAL_QUANTITY("quantity is not a whole number such as 12, up to 1000000"),
        ILLEGAL_PRICE("price is not a number such as 1250.75, from 0, with at most 4 decimals");

        private final String text;

        RowProblem(String text) {
            this.text = text;
        }

        static Optional<RowProblem> of(Row row) {
            return Arrays.stream(values()).filter(problem -> problem.appliesTo(row)).findFirst();
        }

        private boolean appliesTo(Row row) {
            Optional<BigDecimal> quantity = number(row.quantity());
            return switch (this) {
                case ILLEGAL_ITEM_ID -> !isId(row.stockCode());
                case QUANTITY_BELOW_ONE ->
                        quantity.filter(q -> q.compareTo(BigDecimal.ONE) < 0).isPresent();
                case ILLEGAL_QUANTITY -> quantity.filter(Plan::isQuantity).isEmpty();
                case ILLEGAL_PRICE -> number(row.unitPrice()).filter(Plan::isPrice).isEmpty();
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Why a whole invoice is skipped. If several problems apply, the first one counts. The problems
     * of its rows are counted from {@link #NO_ROW_LEFT} on.
     */
    enum InvoiceProblem {
        CREDIT_NOTE("credit note (C...)"),
        ADJUSTMENT("adjustment (A...)"),
        ILLEGAL_ORDER_ID("InvoiceNo is not a legal order id"),
        SEVERAL_CUSTOMERS("names several customers"),
        SEVERAL_COUNTRIES("names several countries"),
        NO_CUSTOMER("CustomerID is nan or null"),
        ILLEGAL_CUSTOMER_ID("CustomerID is not a legal customer id"),
        ILLEGAL_DATE("InvoiceDate is not a date such as 12/1/2010 8:26 or 2010-12-01, up to now"),
        NO_ROW_LEFT("every row is skipped"),
        TOO_MANY_LINES("more than 1,000 different items and prices");

        private final String text;

        InvoiceProblem(String text) {
            this.text = text;
        }

        static Optional<InvoiceProblem> of(List<Row> invoice, Optional<Instant> date) {
            return Arrays.stream(values()).filter(p -> p.appliesTo(invoice, date)).findFirst();
        }

        private boolean appliesTo(List<Row> invoice, Optional<Instant> date) {
            return switch (this) {
                case CREDIT_NOTE -> number(invoice).matches("[Cc].*");
                case ADJUSTMENT -> number(invoice).matches("[Aa].*");
                case ILLEGAL_ORDER_ID -> !isId(number(invoice));
                case SEVERAL_CUSTOMERS -> customers(invoice).count() > 1;
                case SEVERAL_COUNTRIES -> countries(invoice).count() > 1;
                case NO_CUSTOMER ->
                        invoice.stream().anyMatch(Row::customerIsMissing)
                                && customers(invoice).findAny().isEmpty();
                case ILLEGAL_CUSTOMER_ID -> !customers(invoice).allMatch(Plan::isId);
                case ILLEGAL_DATE -> date.isEmpty();
                case NO_ROW_LEFT -> items(invoice).isEmpty();
                case TOO_MANY_LINES -> lines(items(invoice)) > MAX_LINES;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    Plan {
        orders = List.copyOf(orders);
        skippedRows = new TreeMap<>(skippedRows);
        skippedInvoices = new TreeMap<>(skippedInvoices);
    }

    /**
     * Rows with the same InvoiceNo are one invoice, wherever they are in the file.
     *
     * @param now the API takes no later date
     */
    static Plan of(List<Row> rows, Instant now) {
        InvoiceDates dates = InvoiceDates.of(rows.stream().map(Row::invoiceDate).toList());
        Map<String, List<Row>> invoices = new LinkedHashMap<>();
        for (Row row : rows) {
            invoices.computeIfAbsent(row.invoiceNo(), _ -> new ArrayList<>()).add(row);
        }
        List<NewOrder> orders = new ArrayList<>();
        SortedMap<RowProblem, Integer> skippedRows = new TreeMap<>();
        SortedMap<InvoiceProblem, Integer> skippedInvoices = new TreeMap<>();
        for (List<Row> invoice : invoices.values()) {
            Optional<Instant> date = date(invoice, dates, now);
            Optional<InvoiceProblem> problem = InvoiceProblem.of(invoice, date);
            problem.ifPresentOrElse(
                    p -> skippedInvoices.merge(p, 1, Integer::sum),
                    () -> orders.add(order(invoice, date.orElseThrow())));
            if (problem.filter(p -> p.compareTo(InvoiceProblem.NO_ROW_LEFT) < 0).isEmpty()) {
                invoice.stream()
                        .flatMap(row -> RowProblem.of(row).stream())
                        .forEach(p -> skippedRows.merge(p, 1, Integer::sum));
            }
        }
        return new Plan(rows.size(), invoices.size(), orders, skippedRows, skippedInvoices);
    }

    /** How many rows are sent. */
    int items() {
        return orders.stream().mapToInt(order -> order.items().size()).sum();
    }

    /** How many rows of skipped invoices are not counted in {@code skippedRows}. */
    int otherSkippedRows() {
        return rows - items() - skippedRows.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The earliest date of an invoice; empty if one of its dates is not legal. */
    private static Optional<Instant> date(List<Row> invoice, InvoiceDates dates, Instant now) {
        List<Instant> legal =
                invoice.stream()
                        .flatMap(row -> dates.read(row.invoiceDate()).stream())
                        .filter(date -> !date.isAfter(now))
                        .toList();
        return legal.size() == invoice.size()
                ? legal.stream().min(naturalOrder())
                : Optional.empty();
    }

    private static NewOrder order(List<Row> invoice, Instant date) {
        String customer = customers(invoice).findFirst().orElse("guest");
        return new NewOrder(
                number(invoice), customer, items(invoice), date, countries(invoice).findFirst());
    }

    private static String number(List<Row> invoice) {
        return invoice.getFirst().invoiceNo();
    }

    private static Stream<String> customers(List<Row> invoice) {
        return distinct(invoice, row -> row.customerIsMissing() ? "" : row.customerId());
    }

    private static Stream<String> countries(List<Row> invoice) {
        return distinct(invoice, Row::country);
    }

    private static Stream<String> distinct(List<Row> invoice, Function<Row, String> field) {
        return invoice.stream().map(field).filter(value -> !value.isEmpty()).distinct();
    }

    private static List<Item> items(List<Row> invoice) {
        return invoice.stream()
                .filter(row -> RowProblem.of(row).isEmpty())
                .map(row ->
                        new Item(
                                row.stockCode(),
                                new BigDecimal(row.quantity()).intValueExact(),
                                new BigDecimal(row.unitPrice())))
                .toList();
    }

    /** The API makes one line of all items with the same id and price. */
    private static long lines(List<Item> items) {
        return items.stream()
                .map(item -> List.of(item.itemId(), item.price().stripTrailingZeros()))
                .distinct()
                .count();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static boolean isId(String text) {
        return text.matches("[A-Za-z0-9._:-]{1,128}") && !text.matches("[.]{1,2}");
    }

    static boolean isQuantity(BigDecimal number) {
        return number.compareTo(BigDecimal.ONE) >= 0
                && number.compareTo(MAX_QUANTITY) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    static boolean isPrice(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return number.signum() >= 0
                && shortest.scale() <= MAX_DECIMALS
                && (long) shortest.precision() - shortest.scale() <= MAX_INTEGER_DIGITS;
    }
}
