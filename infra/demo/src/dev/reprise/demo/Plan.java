package dev.reprise.demo;

import dev.reprise.demo.NewOrder.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a file comes to: the orders to send, and what is left out.
 *
 * @param rows how many the file has
 * @param invoices how many the file has, credit notes among them
 */
record Plan(int rows, int invoices, List<NewOrder> orders, Skipped skipped) {

    private static final String CREDIT_NOTE_PREFIX = "C";
    private static final String GUEST = "guest";

    Plan {
        orders = List.copyOf(orders);
    }

    /** Rows with the same InvoiceNo are one invoice, wherever in the file they stand. */
    static Plan of(List<Row> rows) {
        Map<String, List<Row>> invoices = new LinkedHashMap<>();
        for (Row row : rows) {
            invoices.computeIfAbsent(row.invoiceNo(), _ -> new ArrayList<>()).add(row);
        }
        var skipped = new Skipped();
        List<NewOrder> orders = new ArrayList<>();
        invoices.forEach((number, lines) -> order(number, lines, skipped).ifPresent(orders::add));
        return new Plan(rows.size(), invoices.size(), orders, skipped);
    }

    /** How many rows are sent. */
    int items() {
        return orders.stream().mapToInt(order -> order.items().size()).sum();
    }

    private static Optional<NewOrder> order(String number, List<Row> rows, Skipped skipped) {
        Set<String> customers = named(rows, Row::customerId);
        Set<String> countries = named(rows, Row::country);
        Optional<SkipReason> reason = reason(number, customers, countries);
        if (reason.isPresent()) {
            skipped.invoice(reason.get(), rows.size());
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        for (Row row : rows) {
            item(row, skipped).ifPresent(items::add);
        }
        if (items.isEmpty()) {
            skipped.invoice(SkipReason.NOTHING_LEFT, 0);
            return Optional.empty();
        }
        if (lines(items) > ApiRules.MAX_LINES) {
            skipped.invoice(SkipReason.TOO_MANY_LINES, items.size());
            return Optional.empty();
        }
        String customer = customers.stream().findFirst().orElse(GUEST);
        return Optional.of(new NewOrder(number, customer, items, countries.stream().findFirst()));
    }

    /** How many lines the order would have: one for each item and price. */
    private static long lines(List<Item> items) {
        return items.stream()
                .map(item -> List.of(item.itemId(), item.price().stripTrailingZeros()))
                .distinct()
                .count();
    }

    private static Optional<SkipReason> reason(
            String number, Set<String> customers, Set<String> countries) {
        if (number.startsWith(CREDIT_NOTE_PREFIX)) {
            return Optional.of(SkipReason.CREDIT_NOTE);
        }
        if (!ApiRules.isId(number)) {
            return Optional.of(SkipReason.ILLEGAL_ORDER_ID);
        }
        if (customers.size() > 1) {
            return Optional.of(SkipReason.SEVERAL_CUSTOMERS);
        }
        if (countries.size() > 1) {
            return Optional.of(SkipReason.SEVERAL_COUNTRIES);
        }
        if (!customers.stream().allMatch(ApiRules::isId)) {
            return Optional.of(SkipReason.ILLEGAL_CUSTOMER_ID);
        }
        return Optional.empty();
    }

    /** What the rows say; one that is empty says nothing. */
    private static Set<String> named(List<Row> rows, Function<Row, String> field) {
        return rows.stream()
                .map(field)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Optional<Item> item(Row row, Skipped skipped) {
        Optional<BigDecimal> quantity = number(row.quantity());
        Optional<BigDecimal> price = number(row.unitPrice());
        SkipReason reason;
        if (!ApiRules.isId(row.stockCode())) {
            reason = SkipReason.ILLEGAL_ITEM_ID;
        } else if (quantity.filter(q -> q.compareTo(BigDecimal.ONE) < 0).isPresent()) {
            reason = SkipReason.QUANTITY_BELOW_ONE;
        } else if (quantity.filter(ApiRules::isQuantity).isEmpty()) {
            reason = SkipReason.ILLEGAL_QUANTITY;
        } else if (price.filter(ApiRules::isPrice).isEmpty()) {
            reason = SkipReason.ILLEGAL_PRICE;
        } else {
            return Optional.of(
                    new Item(
                            row.stockCode(),
                            quantity.orElseThrow().intValueExact(),
                            price.orElseThrow()));
        }
        skipped.row(reason);
        return Optional.empty();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
