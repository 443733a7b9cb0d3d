package dev.reprise.values;

import java.math.BigDecimal;

/**
 * The one form of an exact decimal: no trailing zeros, and none of the powers of ten that take
 * their place, so 15.9, 100 and 0.
 */
public final class Decimals {

    private Decimals() {}

    public static BigDecimal canonical(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
