package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a stream: a category and the id of one thing in it, written {@code order-a1b2c3d4}.
 *
 * <p>The first dash divides the two, so a category has none, while an id may. The whole is at most
 * 900 bytes of UTF-8: with what is put before it, it is to stay within the 1,024 bytes that
 * DynamoDB takes as a sort key.
 *
 * @param category 1 to 64 ASCII letters, digits or underscores
 * @param id at least one character, none of them a control character or half of a surrogate pair
 */
public record StreamName(String category, String id) {

    private static final Pattern CATEGORY = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final int MAX_BYTES = 900;

    public StreamName {
        if (!CATEGORY.matcher(category).matches()) {
            throw new IllegalArgumentException(
                    "category is 1 to 64 letters, digits or underscores, not \"" + category + "\"");
        }
        if (id.isEmpty() || id.codePoints().anyMatch(StreamName::isUnfit)) {
            throw new IllegalArgumentException(
                    "stream id is at least one character, none of them a control character or half"
                            + " of a surrogate pair");
        }
        if ((category + "-" + id).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "stream name is longer than " + MAX_BYTES + " bytes");
        }
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** Reads a name as {@link #toString} writes it; empty when it is not one. */
    public static Optional<StreamName> parse(String name) {
        int dash = name.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StreamName(name.substring(0, dash), name.substring(dash + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return category + "-" + id;
    }
}
