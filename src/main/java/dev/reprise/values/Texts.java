package dev.reprise.values;

/** The form that all free texts share. */
public final class Texts {

    private static final int MAX_CHARACTERS = 1_000;

    private Texts() {}

    public static void require(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
        if (value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must be at most 1,000 characters");
        }
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "must not hold half of a surrogate pair: it could not be stored as it is");
        }
    }
}
