package dev.reprise.eventstore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Everything that a commit's hash covers except the previous commit's hash, byte for byte: a list
 * of {@link FramedFields}. Another store can make the same stored commit from it, with the same
 * hash.
 *
 * <p>So anybody can check a copy of a stream: the hash of a commit is the SHA-256 of the previous
 * commit's hash, as a field, and the content. For the first commit, the previous hash is that of
 * {@link CommitBoundary#startOf}.
 */
public final class CommitContent {

    private final byte[] bytes;

    private CommitContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The content that consists of these fields. */
    public static CommitContent of(Consumer<FramedFields> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fields.accept(new Writer(bytes));
        return new CommitContent(bytes.toByteArray());
    }

    /** The content with these bytes. */
    public static CommitContent of(byte[] bytes) {
        return new CommitContent(bytes.clone());
    }

    /** Writes fields one after another. */
    private record Writer(ByteArrayOutputStream bytes) implements FramedFields {

        @Override
        public FramedFields add(byte[] field) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
            bytes.writeBytes(field);
            return this;
        }
    }

    /** The hash of the commit after one that has this hash. */
    public Digest hashAfter(Digest previous) {
        return new FramedDigest().add(previous.bytes()).addFramed(bytes).digest();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The number of bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommitContent that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The bytes in base64. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
