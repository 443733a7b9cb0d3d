package dev.reprise.serialization;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Avro's binary encoding, read more strictly than Avro does: malformed UTF-8 and what is neither
 * true nor false are refused, and no length is believed that the bytes do not have.
 */
final class AvroInput {

    private final BinaryDecoder in;
    private final int size;

    AvroInput(byte[] bytes) {
        in = DecoderFactory.get().binaryDecoder(bytes, null);
        size = bytes.length;
    }

    boolean isEnd() throws IOException {
        return in.isEnd();
    }

    byte[] fixed(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFixed(bytes);
        return bytes;
    }

    /** How many items follow; 0 if there are none. */
    long arrayStart() throws IOException {
        return in.readArrayStart();
    }

    /** How many more items follow after those; 0 if that was the end. */
    long arrayNext() throws IOException {
        return in.arrayNext();
    }

    /** Which of a union with null it is. */
    boolean isPresent() throws IOException {
        return flag(in.readIndex(), "the branch of a union");
    }

    String text() throws IOException {
        byte[] bytes = bytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IOException("a text is not well-formed UTF-8");
        }
        return text;
    }

    long integer() throws IOException {
        return in.readLong();
    }

    BigDecimal bigDecimal() throws IOException {
        AvroInput decimal = new AvroInput(bytes());
        byte[] unscaled = decimal.bytes();
        if (unscaled.length == 0) {
            throw new IOException("a decimal without digits");
        }
        int scale = decimal.in.readInt();
        if (!decimal.isEnd()) {
            throw new IOException("a decimal is longer than its parts");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    boolean bool() throws IOException {
        return flag(fixed(1)[0], "a boolean");
    }

    private static boolean flag(int value, String what) throws IOException {
        return switch (value) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IOException(what + " is 0 or 1, not " + value);
        };
    }

    private byte[] bytes() throws IOException {
        long length = in.readLong();
        if (length < 0 || length > size) {
            throw new IOException("a length of " + length + " in " + size + " bytes");
        }
        return fixed((int) length);
    }
}
