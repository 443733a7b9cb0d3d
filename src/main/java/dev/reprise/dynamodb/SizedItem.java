package dev.reprise.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item that is being made, in the order of its attributes' names, and its size. */
final class SizedItem {

    private final SortedMap<String, AttributeValue> attributes = new TreeMap<>();
    private int bytes;

    /** Puts an attribute. Replaces the one with this name. */
    void put(String name, AttributeValue value) {
        AttributeValue replaced = attributes.put(name, value);
        bytes += ItemSize.bytes(name, value) - bytes(name, replaced);
    }

    /** Removes an attribute, if there is one with this name. */
    void remove(String name) {
        bytes -= bytes(name, attributes.remove(name));
    }

    private static int bytes(String name, @Nullable AttributeValue value) {
        return value == null ? 0 : ItemSize.bytes(name, value);
    }

    /**
     * Puts a text, deflated if that saves a write unit. Put all other attributes first, since the
     * write units of the whole item are compared.
     */
    void putDeflatable(String name, String value) {
        putCheaper(
                Map.of(name, Attributes.text(value)),
                () ->
                        Map.of(
                                name,
                                Attributes.binary(
                                        Zlib.deflate(value.getBytes(StandardCharsets.UTF_8)))));
    }

    /**
     * Puts attributes, deflated if that saves a write unit. Put all other attributes first, since
     * the write units of the whole item are compared.
     *
     * @param deflated makes the same attributes deflated; not called for an item of one write unit
     */
    void putCheaper(
            Map<String, AttributeValue> plain, Supplier<Map<String, AttributeValue>> deflated) {
        plain.forEach(this::put);
        int plainUnits = ItemSize.writeUnits(bytes);
        if (plainUnits == 1) {
            return;
        }
        deflated.get().forEach(this::put);
        if (ItemSize.writeUnits(bytes) >= plainUnits) {
            plain.forEach(this::put);
        }
    }

    /** The size of the item so far, as {@link ItemSize} counts it. */
    int bytes() {
        return bytes;
    }

    /** The attributes so far. */
    SortedMap<String, AttributeValue> attributes() {
        return attributes;
    }
}
