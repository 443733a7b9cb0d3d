package dev.reprise.serialization;

import java.util.regex.Pattern;

/**
 * A field of an {@link EventSchema}.
 *
 * @param name the stored name, a literal: a lower-case letter, then letters and digits; not {@code
 *     eventType} or {@code revision}, the JSON fields that name the schema
 * @param optional whether it may be absent
 */
public record Field(String name, Type type, boolean optional) {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");

    /** The type of a field's values. */
    public enum Type {
        /** A {@link String} without unpaired surrogates. */
        TEXT("a text"),
        /** A text about a person, in its stored form: a {@link String}. */
        PERSONAL("the stored form of a personal value"),
        /** A whole number of 64 bits, a {@link Long}. */
        INTEGER("a whole number of 64 bits"),
        /** An exact {@link java.math.BigDecimal}. */
        DECIMAL("an exact decimal"),
        /** A {@link Boolean}. */
        BOOLEAN("true or false");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    public Field {
        if (!NAME.matcher(name).matches()
                || name.equals(BodyJson.EVENT_TYPE)
                || name.equals(BodyJson.SCHEMA_VERSION)) {
            throw new IllegalArgumentException(
                    "a field's name is a lower-case letter, then letters and digits, and not "
                            + BodyJson.EVENT_TYPE
                            + " or "
                            + BodyJson.SCHEMA_VERSION
                            + "; \""
                            + name
                            + "\" is not");
        }
    }

    /** A field of type {@link Type#TEXT}. */
    public static Field text(String name) {
        return new Field(name, Type.TEXT, false);
    }

    /**
     * A field of type {@link Type#PERSONAL}. The aggregate encrypts its value before the event is
     * encoded. An answer has a text instead, or says that it was forgotten.
     */
    public static Field personal(String name) {
        return new Field(name, Type.PERSONAL, false);
    }

    /** A field of type {@link Type#INTEGER}. */
    public static Field integer(String name) {
        return new Field(name, Type.INTEGER, false);
    }

    /**
     * An exact decimal of at most 256 digits before the point and 256 after it. Its scale is kept:
     * 1.50 is read as 1.50.
     */
    public static Field decimal(String name) {
        return new Field(name, Type.DECIMAL, false);
    }

    /** A field of type {@link Type#BOOLEAN}. */
    public static Field bool(String name) {
        return new Field(name, Type.BOOLEAN, false);
    }

    /** The same field, but optional. */
    public Field orAbsent() {
        return new Field(name, type, true);
    }
}
