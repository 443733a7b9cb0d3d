package dev.reprise.dynamodb;

import dev.reprise.eventstore.CommitContent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the attributes of an item from the content that {@link CommitHash#content} wrote. It reads
 * only the types that the attributes of commits have.
 */
final class ContentReader {

    private final ByteBuffer bytes;

    private ContentReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /**
     * The attributes, without the hash.
     *
     * @throws IllegalArgumentException if the content is not that of an item
     */
    static Map<String, AttributeValue> read(CommitContent content) {
        ContentReader reader = new ContentReader(content.bytes());
        Map<String, AttributeValue> item = new HashMap<>();
        while (reader.bytes.hasRemaining()) {
            item.put(reader.text(), reader.value());
        }
        // Require the order of attributes and the one form of each value: other bytes change the
        // hash.
        if (!CommitHash.content(item).equals(content)) {
            throw malformed("its attributes are not in order, or one is the hash");
        }
        return item;
    }

    private AttributeValue value() {
        String type = text();
        return type.equals("M") ? AttributeValue.fromM(map()) : scalar(type);
    }

    private AttributeValue scalar(String type) {
        return switch (type) {
            case "S" -> AttributeValue.fromS(text());
            case "N" -> AttributeValue.fromN(number());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(field()));
            default -> throw malformed("no attribute of a commit has the type " + type);
        };
    }

    /** In a commit, the values of a map are not maps. */
    private Map<String, AttributeValue> map() {
        Map<String, AttributeValue> map = new HashMap<>();
        long size = Long.parseLong(number());
        for (long i = 0; i < size; i++) {
            map.put(text(), scalar(text()));
        }
        return map;
    }

    /** DynamoDB stores each number in this form. It would change any other form. */
    private String number() {
        String number = text();
        try {
            if (Long.toString(Long.parseLong(number)).equals(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused below.
        }
        throw malformed("a number in it is not a whole number");
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field())).toString();
        } catch (CharacterCodingException _) {
            throw malformed("a text in it is not UTF-8");
        }
    }

    private byte[] field() {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw malformed("it is cut off");
        }
        byte[] field = new byte[length];
        bytes.get(field);
        return field;
    }

    private static IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException("is not the content of a commit: " + reason);
    }
}
