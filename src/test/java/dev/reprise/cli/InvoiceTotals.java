package dev.reprise.cli;

import dev.reprise.cli.NewOrder.Item;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.CustomerTotal;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Sales;
import dev.reprise.orders.SalesOfDay;
import dev.reprise.orders.SalesTotal;
import dev.reprise.values.DayRange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the invoices of a file add up to: per customer, per item, and together.
 *
 * @param sums by what is summed, such as {@code item 85123A quantity}; no zeros
 */
record InvoiceTotals(Map<String, BigDecimal> sums) {

    InvoiceTotals {
        Map<String, BigDecimal> nonZero = new TreeMap<>();
        sums.forEach((name, sum) -> {
            if (sum.signum() != 0) {
                nonZero.put(name, new BigDecimal(sum.stripTrailingZeros().toPlainString()));
            }
        });
        sums = nonZero;
    }

    /** The totals of a plan's customers and items that the read model shows. */
    static InvoiceTotals read(Plan plan, Sales sales) {
        Set<String> customers = new TreeSet<>();
        Set<String> items = new TreeSet<>();
        for (NewOrder order : plan.orders()) {
            customers.add(order.customerId());
            order.items().forEach(item -> items.add(item.itemId()));
        }
        Map<String, BigDecimal> sums = new HashMap<>();
        for (String customer : customers) {
            Optional<CustomerTotal> total =
                    sales.ofCustomer(Tenant.ONLY, new CustomerId(customer), Consistency.EVENTUAL);
            total.ifPresent(found -> {
                add(sums, "customer " + customer + " open", BigDecimal.valueOf(found.open()));
                addSale(
                        sums,
                        "customer " + customer,
                        found.quantity(),
                        found.revenue(),
                        found.shipped());
            });
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        DayRange days = new DayRange(today.minusDays(1), today);
        for (String item : items) {
            addSale(
                    sums,
                    "item " + item,
                    sales.perDay(
                            Tenant.ONLY,
                            Optional.of(new ItemId(item)),
                            days,
                            Consistency.EVENTUAL));
        }
        addSale(
                sums,
                "all",
                sales.perDay(Tenant.ONLY, Optional.empty(), days, Consistency.EVENTUAL));
        return new InvoiceTotals(sums);
    }

    /** With the totals of further orders, computed from the file. */
    InvoiceTotals plus(List<NewOrder> orders) {
        Map<String, BigDecimal> after = new HashMap<>(sums);
        for (NewOrder order : orders) {
            String customer = "customer " + order.customerId();
            if (order.country().isEmpty()) {
                add(after, customer + " open", BigDecimal.ONE);
                continue;
            }
            Set<String> counted = new HashSet<>();
            for (Item item : order.items()) {
                BigDecimal revenue = item.price().multiply(BigDecimal.valueOf(item.quantity()));
                addSale(
                        after,
                        "item " + item.itemId(),
                        item.quantity(),
                        revenue,
                        counted.add(item.itemId()) ? 1 : 0);
                addSale(after, "all", item.quantity(), revenue, 0);
                addSale(after, customer, item.quantity(), revenue, 0);
            }
            addSale(after, "all", 0, BigDecimal.ZERO, 1);
            addSale(after, customer, 0, BigDecimal.ZERO, 1);
        }
        return new InvoiceTotals(after);
    }

    private static void addSale(Map<String, BigDecimal> sums, String of, List<SalesOfDay> days) {
        SalesTotal total = SalesTotal.ofDays(days);
        addSale(sums, of, total.quantity(), total.revenue(), total.orders());
    }

    private static void addSale(
            Map<String, BigDecimal> sums,
            String of,
            long quantity,
            BigDecimal revenue,
            long orders) {
        add(sums, of + " quantity", BigDecimal.valueOf(quantity));
        add(sums, of + " revenue", revenue);
        add(sums, of + " orders", BigDecimal.valueOf(orders));
    }

    private static void add(Map<String, BigDecimal> sums, String name, BigDecimal amount) {
        sums.merge(name, amount, BigDecimal::add);
    }
}
