package dev.reprise.serialization;

import java.util.regex.Pattern;

/**
 * A field of a {@link EventSchema}.
 *
 * @param name stored for ever: a lower-case letter, then letters and digits; not {@code eventType}
 *     or {@code revision}, which JSON has for the form itself
 * @param optional whether it may be absent
 */
public record Field(String name, Type type, boolean optional) {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    /** What a field holds. */
    public enum Type {
        /** A {@link String} of whole Unicode characters. */
        TEXT("a text"),
        /** A whole number of 64 bits, a {@link Long}. */
        INTEGER("a whole number of 64 bits"),
        /** An exact {@link java.math.BigDecimal}. */
        DECIMAL("an exact decimal"),
        /** A {@link Boolean}. */
        BOOLEAN("true or false");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    public Field {
        if (!NAME.matcher(name).matches()
                || name.equals(BodyJson.EVENT_TYPE)
                || name.equals(BodyJson.SCHEMA_VERSION)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a field");
        }
    }

    /** A text. */
    public static Field text(String name) {
        return new Field(name, Type.TEXT, false);
    }

    /** A whole number of 64 bits. */
    public static Field integer(String name) {
        return new Field(name, Type.INTEGER, false);
    }

    /**
     * An exact decimal of at most 256 digits before the point and 256 after it. It comes back with
     * as many decimals as it went.
     */
    public static Field decimal(String name) {
        return new Field(name, Type.DECIMAL, false);
    }

    /** True or false. */
    public static Field bool(String name) {
        return new Field(name, Type.BOOLEAN, false);
    }

    /** The same, that may be absent. */
    public Field orAbsent() {
        return new Field(name, type, true);
    }
}
