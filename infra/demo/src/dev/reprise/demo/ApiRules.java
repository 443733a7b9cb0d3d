package dev.reprise.demo;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What the API takes: the limits of its contract, known here so that no request is refused for
 * them.
 */
final class ApiRules {

    static final BigDecimal MAX_QUANTITY = BigDecimal.valueOf(1_000_000);

    static final int MAX_LINES = 1_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int MAX_DECIMALS = 4;
    private static final int MAX_INTEGER_DIGITS = 15;

    private ApiRules() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    static boolean isQuantity(BigDecimal number) {
        return number.compareTo(BigDecimal.ONE) >= 0
                && number.compareTo(MAX_QUANTITY) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    static boolean isPrice(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return number.signum() >= 0
                && shortest.scale() <= MAX_DECIMALS
                && (long) shortest.precision() - shortest.scale() <= MAX_INTEGER_DIGITS;
    }
}
