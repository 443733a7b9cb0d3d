package dev.reprise.orders;

import dev.reprise.values.Decimals;
import java.math.BigDecimal;
import java.util.Collection;

/**
 * What was sold.
 *
 * @param quantity how many pieces
 * @param revenue their exact price
 * @param orders with how many orders
 */
public record SalesTotal(long quantity, BigDecimal revenue, long orders) {

    private static final SalesTotal NONE = new SalesTotal(0, BigDecimal.ZERO, 0);

    public SalesTotal {
        revenue = Decimals.canonical(revenue);
    }

    /** The total of several days. An order is shipped on one day, so none is counted twice. */
    public static SalesTotal ofDays(Collection<SalesOfDay> days) {
        return days.stream().map(SalesOfDay::total).reduce(NONE, SalesTotal::plus);
    }

    private SalesTotal plus(SalesTotal more) {
        return new SalesTotal(
                quantity + more.quantity, revenue.add(more.revenue), orders + more.orders);
    }
}
