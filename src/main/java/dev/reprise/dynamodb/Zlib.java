package dev.reprise.dynamodb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Deflates bytes in the zlib format (RFC 1950), and inflates them. */
final class Zlib {

    private Zlib() {}

    static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
                DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }

    /**
     * The inflated bytes.
     *
     * @param maxBytes the largest size that they may have; no more memory is taken for larger ones
     * @throws IOException if the bytes are not in the zlib format, or are too large when inflated
     */
    static byte[] inflate(byte[] deflated, int maxBytes) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            byte[] inflated = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new IOException("they take more than " + maxBytes + " bytes when inflated");
            }
            return inflated;
        }
    }
}
