package dev.reprise.orders;

import java.math.BigDecimal;

/**
 * How many pieces of an item a command adds.
 *
 * @param value 1 to 1,000,000
 */
public record Quantity(int value) {

    private static final int MAX = 1_000_000;

    public Quantity {
        if (value < 1 || value > MAX) {
            throw outOfRange();
        }
    }

    /**
     * The quantity that a JSON number stands for: {@code 2}, {@code 2.0} and {@code 2e0} are the
     * same number.
     *
     * @throws IllegalArgumentException if it is not a whole number from 1 to 1,000,000; the message
     *     can follow a field's name
     */
    public static Quantity of(BigDecimal number) {
        // Check the range before the conversion: 1e999999999 would take a gigabyte.
        if (number.compareTo(BigDecimal.ONE) < 0 || number.compareTo(BigDecimal.valueOf(MAX)) > 0) {
            throw outOfRange();
        }
        if (number.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException("must be a whole number from 1 to 1,000,000");
        }
        return new Quantity(number.intValueExact());
    }

    private static IllegalArgumentException outOfRange() {
        return new IllegalArgumentException("must be 1 to 1,000,000");
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
