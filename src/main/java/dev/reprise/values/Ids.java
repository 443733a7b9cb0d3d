package dev.reprise.values;

/**
 * Checks ids: 1 to 128 of the ASCII letters, digits, {@code .}, {@code _}, {@code -} and {@code :}.
 * Ids are parts of URL paths, where {@code .} and {@code ..} have another meaning, so these two are
 * not allowed.
 */
public final class Ids {

    public static final int MAX_LENGTH = 128;

    private Ids() {}

    /**
     * Checks an id.
     *
     * @throws IllegalArgumentException if it is malformed; the message can follow a field's name
     */
    public static void require(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !hasOnlyIdCharacters(value)) {
            throw new IllegalArgumentException(
                    "must be 1 to 128 letters, digits or any of . _ - :");
        }
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("must not be . or ..");
        }
    }

    /** Without a regular expression, for speed: this runs for each event that is replayed. */
    private static boolean hasOnlyIdCharacters(String value) {
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
