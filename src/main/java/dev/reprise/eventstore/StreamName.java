package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of a stream: a category and an id, written {@code order-a1b2c3d4}. With a tenant it is
 * written {@code ~acme~order-a1b2c3d4}.
 *
 * <p>The first dash after the tenant separates the two, so only the id may contain dashes. The
 * whole name takes at most 900 bytes of UTF-8: with a prefix it must fit into a DynamoDB sort key
 * of 1,024 bytes.
 *
 * <p>The characters are checked by hand-written loops because compiled regular expressions take
 * five times as long: 105 ns against 20 ns per name (JDK 25, 2 cores). Every commit that is read
 * has a name.
 *
 * @param tenant the tenant that the stream belongs to
 * @param category 1 to 64 ASCII letters, digits or underscores
 * @param id at least one character, without control characters and unpaired surrogates
 */
public record StreamName(Tenant tenant, String category, String id) {

    private static final int MAX_CATEGORY_LENGTH = 64;
    private static final int MAX_BYTES = 900;

    /** Of a {@code char} in UTF-8. Most names are too short to be encoded for their check. */
    private static final int MAX_BYTES_PER_CHARACTER = 3;

    public StreamName {
        if (!isCategory(category)) {
            throw new IllegalArgumentException(
                    "the category of a stream is 1 to 64 ASCII letters, digits or underscores, not \""
                            + category
                            + "\"");
        }
        if (id.isEmpty() || hasForbiddenCharacter(id)) {
            throw new IllegalArgumentException(
                    "the id of a stream has at least one character, and no control character or"
                            + " unpaired surrogate");
        }
        String prefix = tenant.prefix();
        if (prefix.length() + category.length() + 1 + id.length()
                > MAX_BYTES / MAX_BYTES_PER_CHARACTER) {
            requireBytes(prefix + category + "-" + id);
        }
    }

    /** The name of a stream without a tenant. */
    public StreamName(String category, String id) {
        this(Tenant.ONLY, category, id);
    }

    private static void requireBytes(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a stream name takes at most " + MAX_BYTES + " bytes of UTF-8, not " + bytes);
        }
    }

    /** Whether a text can be the category of a stream. */
    public static boolean isCategory(String category) {
        if (category.isEmpty() || category.length() > MAX_CATEGORY_LENGTH) {
            return false;
        }
        for (int i = 0; i < category.length(); i++) {
            char c = category.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasForbiddenCharacter(String id) {
        for (int i = 0; i < id.length(); i += Character.charCount(id.codePointAt(i))) {
            int codePoint = id.codePointAt(i);
            if (Character.isISOControl(codePoint)
                    || Character.getType(codePoint) == Character.SURROGATE) {
                return true;
            }
        }
        return false;
    }

    /** Parses a name that {@link #toString} wrote; empty if the text is not a stream name. */
    public static Optional<StreamName> parse(String name) {
        try {
            Tenant tenant = Tenant.of(name);
            return parse(tenant, name.substring(tenant.prefix().length()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Parses a name as the tenant writes it, without the prefix; empty if the text is not a stream
     * name.
     */
    public static Optional<StreamName> parse(Tenant tenant, String withoutTenant) {
        int dash = withoutTenant.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new StreamName(
                            tenant,
                            withoutTenant.substring(0, dash),
                            withoutTenant.substring(dash + 1)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The name as the tenant writes it, without the prefix. */
    public String withoutTenant() {
        return category + "-" + id;
    }

    @Override
    public String toString() {
        return tenant.prefix() + withoutTenant();
    }
}
