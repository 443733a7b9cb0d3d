package dev.reprise.values;

import java.math.BigDecimal;

/**
 * The canonical form of a decimal: without trailing zeros after the decimal point, and without an
 * exponent, such as 15.9, 100 and 0.
 */
public final class Decimals {

    private Decimals() {}

    public static BigDecimal canonical(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
