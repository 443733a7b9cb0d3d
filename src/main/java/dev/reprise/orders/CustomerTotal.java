package dev.reprise.orders;

import dev.reprise.values.Decimals;
import java.math.BigDecimal;

/**
 * The orders of a customer, counted, and what was shipped to the customer.
 *
 * @param orders how many there are: {@code open}, {@code shipped} and {@code cancelled} together
 * @param quantity how many pieces were shipped
 * @param revenue their exact price
 */
public record CustomerTotal(
        long orders, long open, long shipped, long cancelled, long quantity, BigDecimal revenue) {

    public CustomerTotal {
        revenue = Decimals.canonical(revenue);
    }
}
