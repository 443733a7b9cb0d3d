package dev.reprise.orders;

import dev.reprise.values.Decimals;
import java.math.BigDecimal;

/**
 * How many pieces of an item a command adds, or gives a line.
 *
 * @param value 1 to 1,000,000
 */
public record Quantity(int value) {

    public static final int MIN = 1;
    public static final int MAX = 1_000_000;

    public Quantity {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException("must be 1 to 1,000,000");
        }
    }

    /**
     * The quantity that a JSON number stands for.
     *
     * @throws IllegalArgumentException as {@link Decimals#wholeNumber} does
     */
    public static Quantity of(BigDecimal number) {
        return new Quantity((int) Decimals.wholeNumber(number, MIN, MAX));
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
