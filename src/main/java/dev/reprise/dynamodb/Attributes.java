package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewerReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes and reads the attributes of an item. A read of an attribute that is missing or has another
 * type throws an {@link IllegalArgumentException} that names the attribute.
 */
final class Attributes {

    /**
     * The largest size of a state before it is deflated, in a snapshot or in a row of a read model.
     * Similar parts of a state deflate to very little, but every read inflates it to its full size.
     */
    static final int MAX_STATE_BYTES = 16 * 1024 * 1024;

    private static final long MIN_MILLIS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue binary(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    /** Throws a {@link NewerReleaseException} if there is an unknown attribute. */
    static void requireOnly(Set<String> known, Set<String> names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw NewerReleaseException.unknown("attribute " + name);
            }
        }
    }

    static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalArgumentException("attribute " + name + " is missing");
        }
        return value;
    }

    static AttributeValue required(
            Map<String, AttributeValue> item, String name, AttributeValue.Type type) {
        return typed(required(item, name), name, type);
    }

    private static AttributeValue typed(
            AttributeValue value, String name, AttributeValue.Type type) {
        if (value.type() != type) {
            throw new IllegalArgumentException(
                    "attribute " + name + " must be of type " + type + ", not " + value.type());
        }
        return value;
    }

    static String text(Map<String, AttributeValue> item, String name) {
        return text(required(item, name), name);
    }

    /** The text of an attribute with this name. */
    static String text(AttributeValue value, String name) {
        return typed(value, name, AttributeValue.Type.S).s();
    }

    static Optional<String> optionalText(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(value -> text(value, name));
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return number(item, name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A whole number between two others, both included. */
    private static long number(Map<String, AttributeValue> item, String name, long min, long max) {
        String stored = required(item, name, AttributeValue.Type.N).n();
        try {
            long number = Long.parseLong(stored);
            if (min <= number && number <= max) {
                return number;
            }
        } catch (NumberFormatException fractionOrTooLarge) {
            // It is outside of every range.
        }
        throw new IllegalArgumentException(
                "attribute "
                        + name
                        + " must be a whole number from "
                        + min
                        + " to "
                        + max
                        + ", not "
                        + stored);
    }

    /** A whole number from 1. */
    static long positiveLong(Map<String, AttributeValue> item, String name) {
        return number(item, name, 1, Long.MAX_VALUE);
    }

    /** A whole number from 1, which fits an int. */
    static int positiveInt(Map<String, AttributeValue> item, String name) {
        return (int) number(item, name, 1, Integer.MAX_VALUE);
    }

    /** An instant of the years 0 to 9999, stored as milliseconds since the epoch. */
    static Instant instant(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(number(item, name, MIN_MILLIS, MAX_MILLIS));
    }

    static byte[] binary(Map<String, AttributeValue> item, String name) {
        return required(item, name, AttributeValue.Type.B).b().asByteArrayUnsafe();
    }

    /**
     * What an attribute stands for.
     *
     * @param parse throws an {@link IllegalArgumentException} or a {@link DateTimeException} if the
     *     attribute's value is malformed
     * @throws IllegalArgumentException if the value is malformed; it names the attribute
     */
    static <T> T parsed(String name, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("attribute " + name + ": " + e.getMessage(), e);
        }
    }

    /** The result of a read; empty if the attribute is missing, malformed or of another type. */
    static <T> Optional<T> undamaged(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (IllegalArgumentException missingOrDamaged) {
            return Optional.empty();
        }
    }

    /**
     * Reads a text that {@link SizedItem#putDeflatable} put.
     *
     * @param maxBytes the largest size that it may have when inflated
     */
    static String deflatable(Map<String, AttributeValue> item, String name, int maxBytes) {
        AttributeValue value = required(item, name);
        return value.type() == AttributeValue.Type.B
                ? new String(
                        inflated(name, value.b().asByteArrayUnsafe(), maxBytes),
                        StandardCharsets.UTF_8)
                : text(value, name);
    }

    /**
     * Inflates the bytes of an attribute.
     *
     * @param name for the error
     * @param maxBytes the largest size that they may have when inflated
     */
    static byte[] inflated(String name, byte[] deflated, int maxBytes) {
        try {
            return Zlib.inflate(deflated, maxBytes);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the bytes of attribute " + name + " cannot be inflated: " + e.getMessage(), e);
        }
    }
}
