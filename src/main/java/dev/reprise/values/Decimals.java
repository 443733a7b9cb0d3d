package dev.reprise.values;

import java.math.BigDecimal;
import java.util.Locale;

/** The canonical form of a decimal, and the whole number that a decimal stands for. */
public final class Decimals {

    private Decimals() {}

    /**
     * The canonical form: without trailing zeros after the decimal point, and without an exponent,
     * such as 15.9, 100 and 0.
     */
    public static BigDecimal canonical(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * The whole number that a JSON number stands for: {@code 2}, {@code 2.0} and {@code 2e0} are
     * the same number.
     *
     * @throws IllegalArgumentException if it is not a whole number from {@code min} to {@code max};
     *     the message can follow a field's name
     */
    public static long wholeNumber(BigDecimal number, long min, long max) {
        // Check the range before the conversion: 1e999999999 would take a gigabyte.
        if (number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "must be %,d to %,d", min, max));
        }
        if (number.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "must be a whole number from %,d to %,d", min, max));
        }
        return number.longValueExact();
    }
}
