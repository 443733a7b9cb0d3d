package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, in hexadecimal. */
final class Sha256 {

    private static final int BUFFER_BYTES = 1 << 16;

    private Sha256() {}

    /** The digest of a text in UTF-8. */
    static byte[] of(String text) {
        return digest().digest(text.getBytes(UTF_8));
    }

    /** The digest of a file's bytes. */
    static String ofFile(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The hash of a commit: the digest of the previous commit's hash, with its length before it,
     * and of the commit's content.
     *
     * @throws IllegalArgumentException if {@code previous} is not hexadecimal
     */
    static String ofCommit(String previous, byte[] content) {
        MessageDigest digest = digest();
        digest.update(withLength(HexFormat.of().parseHex(previous)));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static byte[] withLength(byte[] field) {
        return ByteBuffer.allocate(Integer.BYTES + field.length)
                .putInt(field.length)
                .put(field)
                .array();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
