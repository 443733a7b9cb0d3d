package dev.reprise.orders;

import dev.reprise.values.Decimals;
import java.math.BigDecimal;

/**
 * The price of one piece, in the shop's currency. 15.9 and 15.90 are the same price.
 *
 * @param amount 0 or more, with at most 15 digits before the decimal point and 4 after it, not
 *     counting trailing zeros; kept without trailing zeros
 */
public record Price(BigDecimal amount) {

    private static final int MAX_DECIMALS = 4;
    private static final int MAX_INTEGER_DIGITS = 15;

    /** Every price is less than this. */
    public static final BigDecimal BOUND = BigDecimal.TEN.pow(MAX_INTEGER_DIGITS);

    public Price {
        if (amount.signum() < 0) {
            throw outOfRange();
        }
        // Check the size before making the canonical form: 1e999999999 would take a gigabyte.
        BigDecimal stripped = amount.stripTrailingZeros();
        if ((long) stripped.precision() - stripped.scale() > MAX_INTEGER_DIGITS) {
            throw outOfRange();
        }
        if (stripped.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException("must have at most 4 decimals");
        }
        amount = Decimals.canonical(stripped);
    }

    private static IllegalArgumentException outOfRange() {
        return new IllegalArgumentException("must be from 0 to 999999999999999.9999");
    }

    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
