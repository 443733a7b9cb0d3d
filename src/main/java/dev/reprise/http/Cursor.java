package dev.reprise.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a position in a list as a text that callers send back and do not interpret. It does not
 * contain a generation, so it stays valid when a read model is rebuilt.
 *
 * <p>It begins with a checksum, so that a mistyped cursor is refused and does not skip elements.
 */
final class Cursor {

    /** DynamoDB's limit for a sort key. */
    private static final int MAX_POSITION_BYTES = 1024;

    private Cursor() {}

    static String encode(String position) {
        byte[] bytes = position.getBytes(StandardCharsets.UTF_8);
        ByteBuffer cursor = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        cursor.putInt(checksum(bytes)).put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array());
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if {@link #encode} did not make it
     */
    static String decode(String cursor) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        if (bytes.length <= Integer.BYTES || bytes.length > Integer.BYTES + MAX_POSITION_BYTES) {
            throw malformed(null);
        }
        byte[] position = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
        if (ByteBuffer.wrap(bytes).getInt() != checksum(position)) {
            throw malformed(null);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(position)).toString();
        } catch (CharacterCodingException e) {
            throw malformed(e);
        }
    }

    private static int checksum(byte[] position) {
        CRC32 crc = new CRC32();
        crc.update(position);
        return (int) crc.getValue();
    }

    private static IllegalArgumentException malformed(@Nullable Throwable cause) {
        return new IllegalArgumentException("must be the next of an earlier page", cause);
    }
}
