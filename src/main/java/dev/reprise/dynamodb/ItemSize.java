package dev.reprise.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item as DynamoDB counts it, for its size limit and its price.
 *
 * <p>Hand-written because the SDK has no such method: only DynamoDB's answer to a put says what the
 * put took, and deflating and refusing are decided before.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item
 *     sizes and formats</a>
 */
final class ItemSize {

    /** The largest size of an item: 400 KB, which DynamoDB counts as 400 x 1,024 bytes. */
    static final int MAX_BYTES = 400 * 1024;

    private static final int WRITE_UNIT_BYTES = 1024;

    private ItemSize() {}

    /**
     * The size of an item: the sum of the sizes of its attributes' names and values.
     *
     * @throws IllegalArgumentException if an attribute has a type that no commit has
     */
    static int bytes(Map<String, AttributeValue> attributes) {
        int bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            bytes += bytes(attribute.getKey(), attribute.getValue());
        }
        return bytes;
    }

    /**
     * The size of an attribute: that of its name and its value.
     *
     * @throws IllegalArgumentException if the attribute has a type that no commit has
     */
    static int bytes(String name, AttributeValue value) {
        return utf8(name) + bytes(value);
    }

    /** The write units of a put: its size in KiB, rounded up. */
    static int writeUnits(int bytes) {
        return Math.ceilDiv(bytes, WRITE_UNIT_BYTES);
    }

    private static int bytes(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> 1 + Math.ceilDiv(value.n().length(), 2);
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> 3 + value.m().size() + bytes(value.m());
            case L, SS, NS, BS, BOOL, NUL, UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalArgumentException(
                            "an attribute must be of type S, N, B or M to be counted, not "
                                    + value.type());
        };
    }

    /** The size of a text in UTF-8. */
    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
