package dev.reprise.metrics;

import java.math.BigDecimal;

/**
 * What capacity units of DynamoDB cost on demand in one Region, in tables of the class STANDARD.
 * {@code docs/operations.md} and the dashboard in {@code template.yaml} have the same prices.
 */
public final class UnitPrices {

    /** The Region that the prices are of. */
    public static final String REGION = "us-east-1";

    public static final BigDecimal DOLLARS_PER_MILLION_READ_UNITS = new BigDecimal("0.125");
    public static final BigDecimal DOLLARS_PER_MILLION_WRITE_UNITS = new BigDecimal("0.625");

    private static final int MILLION = 6;

    private UnitPrices() {}

    /** The price of some units in dollars, exactly. */
    public static BigDecimal dollars(RecentUsage.Units units) {
        return BigDecimal.valueOf(units.read())
                .multiply(DOLLARS_PER_MILLION_READ_UNITS)
                .add(BigDecimal.valueOf(units.write()).multiply(DOLLARS_PER_MILLION_WRITE_UNITS))
                .movePointLeft(MILLION)
                .stripTrailingZeros();
    }
}
