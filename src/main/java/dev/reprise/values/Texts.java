package dev.reprise.values;

/** Checks free texts: 1 to 1,000 Unicode characters, not all of them blank. */
public final class Texts {

    private static final int MAX_CHARACTERS = 1_000;

    private Texts() {}

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException if it is malformed; the message can follow a field's name
     */
    public static void require(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
        if (value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must be at most 1,000 characters");
        }
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "must not contain half of a surrogate pair, which cannot be stored");
        }
    }
}
