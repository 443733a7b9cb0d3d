package dev.reprise.dynamodb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of an item, made and read one by one. Whatever is read and is missing or of
 * another type is an {@link IllegalArgumentException} that names it.
 */
final class Attributes {

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

    /**
     * Puts a text into an item that is otherwise whole: deflated, where that saves a write unit,
     * and as it is where not.
     */
    static void putDeflatable(Map<String, AttributeValue> item, String name, String value) {
        putCheaper(
                item,
                Map.of(name, text(value)),
                () -> Map.of(name, binary(Zlib.deflate(value.getBytes(StandardCharsets.UTF_8)))));
    }

    /**
     * Puts attributes into an item that is otherwise whole: deflated, where that saves a write
     * unit, and plain where not.
     *
     * @param deflated the same attributes; not asked for where nothing can be saved
     */
    static void putCheaper(
            Map<String, AttributeValue> item,
            Map<String, AttributeValue> plain,
            Supplier<Map<String, AttributeValue>> deflated) {
        item.putAll(plain);
        int plainUnits = ItemSize.writeUnits(ItemSize.bytes(item));
        if (plainUnits == 1) {
            return;
        }
        item.putAll(deflated.get());
        if (ItemSize.writeUnits(ItemSize.bytes(item)) >= plainUnits) {
            item.putAll(plain);
        }
    }

    static void requireOnly(Set<String> known, Set<String> names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("attribute " + name + " is not known");
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
        AttributeValue value = required(item, name);
        if (value.type() != type) {
            throw new IllegalArgumentException(
                    "attribute " + name + " is of type " + value.type() + ", not " + type);
        }
        return value;
    }

    static String text(Map<String, AttributeValue> item, String name) {
        return required(item, name, AttributeValue.Type.S).s();
    }

    static Optional<String> optionalText(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Optional.of(text(item, name)) : Optional.empty();
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name, AttributeValue.Type.N).n());
    }

    static byte[] binary(Map<String, AttributeValue> item, String name) {
        return required(item, name, AttributeValue.Type.B).b().asByteArrayUnsafe();
    }

    /** What is read of an item; empty if it is missing, malformed or of another type. */
    static <T> Optional<T> undamaged(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (IllegalArgumentException missingOrDamaged) {
            return Optional.empty();
        }
    }

    /** A text that {@link #putDeflatable} put. */
    static String deflatable(Map<String, AttributeValue> item, String name) {
        AttributeValue value = required(item, name);
        return value.type() == AttributeValue.Type.B
                ? new String(inflated(name, value.b().asByteArrayUnsafe()), StandardCharsets.UTF_8)
                : text(item, name);
    }

    /** The bytes that an attribute's bytes are when they are inflated. */
    static byte[] inflated(String name, byte[] deflated) {
        try {
            return Zlib.inflate(deflated);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "attribute " + name + " cannot be inflated: " + e.getMessage(), e);
        }
    }
}
