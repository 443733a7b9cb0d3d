package dev.reprise.values;

/**
 * The form that all ids share: they stand in paths, and one that is {@code .} or {@code ..} would
 * be taken for a step in one.
 */
public final class Ids {

    private static final int MAX_LENGTH = 128;

    private Ids() {}

    public static void require(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isOfIdCharacters(value)) {
            throw new IllegalArgumentException(
                    "must be 1 to 128 letters, digits or any of . _ - :");
        }
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("must not be . or ..");
        }
    }

    /** By hand and not by a regular expression: each event that is replayed comes by here. */
    private static boolean isOfIdCharacters(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isIdCharacter(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-'
                || c == ':';
    }
}
