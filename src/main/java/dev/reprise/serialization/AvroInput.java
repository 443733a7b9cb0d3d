package dev.reprise.serialization;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads Avro's binary encoding more strictly than Avro does. Avro's decoder reads malformed UTF-8
 * as replacement characters and a boolean byte of 2 as false, and reserves memory for any declared
 * length. Here all of these are errors.
 */
final class AvroInput {

    private final BinaryDecoder in;
    private final int size;

    AvroInput(byte[] bytes) {
        in = DecoderFactory.get().binaryDecoder(bytes, null);
        size = bytes.length;
    }

    boolean isAtEnd() throws IOException {
        return in.isEnd();
    }

    byte[] fixed(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFixed(bytes);
        return bytes;
    }

    /** The number of items in the first block; 0 if the array is empty. */
    long arrayStart() throws IOException {
        return in.readArrayStart();
    }

    /** The number of items in the next block; 0 at the end of the array. */
    long arrayNext() throws IOException {
        return in.arrayNext();
    }

    /** Whether a union with null holds a value. */
    boolean isPresent() throws IOException {
        return flag(in.readIndex(), "the branch of the union");
    }

    String text() throws IOException {
        byte[] bytes = bytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IOException("the text is not well-formed UTF-8");
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
            throw new IOException("the decimal has no digits");
        }
        int scale = decimal.in.readInt();
        if (!decimal.isAtEnd()) {
            throw new IOException("bytes follow the scale of the decimal");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    boolean bool() throws IOException {
        return flag(fixed(1)[0], "the boolean");
    }

    private static boolean flag(int value, String what) throws IOException {
        return switch (value) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IOException(what + " must be 0 or 1, not " + value);
        };
    }

    private byte[] bytes() throws IOException {
        long length = in.readLong();
        if (length < 0 || length > size) {
            throw new IOException("a length must be 0 to " + size + ", not " + length);
        }
        return fixed((int) length);
    }
}
