package dev.reprise.orders;

import java.util.regex.Pattern;

/**
 * The form that all ids share: they stand in paths, and one that is {@code .} or {@code ..} would
 * be taken for a step in one.
 */
final class Ids {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Ids() {}

    static void require(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 128 letters, digits or any of . _ - :");
        }
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("must not be . or ..");
        }
    }
}
