package dev.reprise.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item as DynamoDB counts it, for its limit and for its price.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item
 *     sizes and formats</a>
 */
final class ItemSize {

    /** The most an item may take: 400 KB, counted as 400 x 1,024 bytes. */
    static final int MAX_BYTES = 400 * 1024;

    private static final int WRITE_UNIT_BYTES = 1024;

    private ItemSize() {}

    static int bytes(Map<String, AttributeValue> attributes) {
        int bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            bytes += utf8(attribute.getKey()) + bytes(attribute.getValue());
        }
        return bytes;
    }

    /** How many write units a put of so many bytes is billed: one for each KiB begun. */
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
                            "no item here has an attribute of type " + value.type());
        };
    }

    /** How many bytes a text takes. */
    static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
