package dev.reprise.http;

import dev.reprise.eventstore.FramedDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Encodes a position in a list as a text that callers send back and do not interpret. It does not
 * contain a generation, so it stays valid when a read model is rebuilt.
 *
 * <p>It begins with a digest of the list and the position. So a cursor of another list is refused,
 * and a mistyped one, and neither skips elements.
 */
final class Cursor {

    /** DynamoDB's limit for a sort key. */
    private static final int MAX_POSITION_BYTES = 1024;

    private static final int DIGEST_BYTES = 8;

    /** Four characters for each three bytes, without padding. */
    static final int MAX_CHARACTERS = Math.ceilDiv((DIGEST_BYTES + MAX_POSITION_BYTES) * 4, 3);

    private Cursor() {}

    /**
     * The cursor for a position.
     *
     * @param list identifies the list: its name, its owner and its parameters
     */
    static String encode(List<String> list, String position) {
        byte[] bytes = position.getBytes(StandardCharsets.UTF_8);
        ByteBuffer cursor = ByteBuffer.allocate(DIGEST_BYTES + bytes.length);
        cursor.put(digest(list, position), 0, DIGEST_BYTES).put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array());
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if {@link #encode} did not make it for this list
     */
    static String decode(List<String> list, String cursor) {
        if (cursor.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "must have at most " + MAX_CHARACTERS + " characters");
        }
        byte[] bytes = bytes(cursor);
        if (bytes.length > DIGEST_BYTES) {
            byte[] end = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
            String position = new String(end, StandardCharsets.UTF_8);
            // Base64 and UTF-8 are both read leniently: only the same text again is the cursor.
            if (encode(list, position).equals(cursor)) {
                return position;
            }
        }
        throw malformed();
    }

    private static byte[] bytes(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private static byte[] digest(List<String> list, String position) {
        FramedDigest digest = new FramedDigest();
        list.forEach(digest::add);
        return digest.add(position).digest().bytes();
    }

    /** The refusal of a text that is no cursor of the list. */
    static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be the next of an earlier page of the same list, with the same parameters");
    }
}
