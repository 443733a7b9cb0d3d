package dev.reprise.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The totals and the search rows that orders must have, counted without the code of the read
 * models.
 */
final class ExpectedSharedRows {

    private final List<FoldedOrder> orders;
    private final TreeMap<String, TreeMap<String, BigDecimal>> totals = new TreeMap<>();

    ExpectedSharedRows(List<FoldedOrder> orders) {
        this.orders = orders;
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** By name: what is summed up, or the orders that are found. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        for (FoldedOrder order : orders) {
            String customer = "customer " + order.customer;
            count(customer, "orders");
            count(customer, order.isShipped() ? "shipped" : order.cancelled ? "cancelled" : "open");
            if (order.isShipped()) {
                addShipped(order, all);
            }
        }
        totals.forEach((name, sums) -> all.put(name, shown(sums)));
        return all;
    }

    private void addShipped(FoldedOrder order, Map<String, String> found) {
        LocalDate day = LocalDate.ofInstant(order.shippedAt(), ZoneOffset.UTC);
        count("day " + day, "orders");
        found.put("shipped in " + day.toString().substring(0, 7) + ": " + order.id, "");
        found.put("shipped to main: " + order.id, "");
        for (String item : order.lines.keySet()) {
            count("item " + item + " on " + day, "orders");
            found.put("shipped " + item + ": " + order.id, "");
            for (String of :
                    List.of(
                            "item " + item + " on " + day,
                            "day " + day,
                            "customer " + order.customer)) {
                add(of, "quantity", BigDecimal.valueOf(order.quantity(item)));
                add(of, "revenue", order.revenue(item));
            }
        }
    }

    private void count(String of, String sum) {
        add(of, sum, BigDecimal.ONE);
    }

    private void add(String of, String sum, BigDecimal amount) {
        totals.computeIfAbsent(of, _ -> new TreeMap<>()).merge(sum, amount, BigDecimal::add);
    }

    /** Sums, of which a zero is the same as none. */
    static String shown(Map<String, BigDecimal> sums) {
        Map<String, String> shown = new TreeMap<>();
        sums.forEach((name, sum) -> {
            if (sum.signum() != 0) {
                shown.put(name, plain(sum));
            }
        });
        return shown.toString();
    }
}
