package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewerReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
     * Puts a text into an item, deflated if that saves a write unit. Put all other attributes
     * first, since the write units of the whole item are compared.
     */
    static void putDeflatable(Map<String, AttributeValue> item, String name, String value) {
        putCheaper(
                item,
                Map.of(name, text(value)),
                () -> Map.of(name, binary(Zlib.deflate(value.getBytes(StandardCharsets.UTF_8)))));
    }

    /**
     * Puts attributes into an item, deflated if that saves a write unit. Put all other attributes
     * first, since the write units of the whole item are compared.
     *
     * @param deflated makes the same attributes deflated; not called for an item of one write unit
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
        AttributeValue value = required(item, name);
        if (value.type() != type) {
            throw new IllegalArgumentException(
                    "attribute " + name + " must be of type " + type + ", not " + value.type());
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

    /** The result of a read; empty if the attribute is missing, malformed or of another type. */
    static <T> Optional<T> undamaged(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (IllegalArgumentException missingOrDamaged) {
            return Optional.empty();
        }
    }

    /** Reads a text that {@link #putDeflatable} put. */
    static String deflatable(Map<String, AttributeValue> item, String name) {
        AttributeValue value = required(item, name);
        return value.type() == AttributeValue.Type.B
                ? new String(inflated(name, value.b().asByteArrayUnsafe()), StandardCharsets.UTF_8)
                : text(item, name);
    }

    /** Inflates the bytes of an attribute; the name is for the error. */
    static byte[] inflated(String name, byte[] deflated) {
        try {
            return Zlib.inflate(deflated);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "attribute " + name + " must be deflated in the zlib format: " + e.getMessage(),
                    e);
        }
    }
}
