package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

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

    private static final int MAX_CATEGORY_LENGTH = 64;
    private static final int MAX_BYTES = 900;

    public StreamName {
        if (!isCategory(category)) {
            throw new IllegalArgumentException(
                    "category is 1 to 64 letters, digits or underscores, not \"" + category + "\"");
        }
        if (id.isEmpty() || hasUnfit(id)) {
            throw new IllegalArgumentException(
                    "stream id is at least one character, none of them a control character or half"
                            + " of a surrogate pair");
        }
        if ((category + "-" + id).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "stream name is longer than " + MAX_BYTES + " bytes");
        }
    }

    private static boolean isCategory(String category) {
        if (category.isEmpty() || category.length() > MAX_CATEGORY_LENGTH) {
            return false;
        }
        for (int i = 0; i < category.length(); i++) {
            char c = category.charAt(i);
            boolean fit =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_';
            if (!fit) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUnfit(String id) {
        for (int i = 0; i < id.length(); i += Character.charCount(id.codePointAt(i))) {
            int codePoint = id.codePointAt(i);
            if (Character.isISOControl(codePoint)
                    || Character.getType(codePoint) == Character.SURROGATE) {
                return true;
            }
        }
        return false;
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
