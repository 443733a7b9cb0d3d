package dev.reprise.eventstore;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The digest of a command's content, by which a repeated command is distinguished from a different
 * command with the same id. It is the beginning of a {@link Digest}: two commands with the same one
 * harm only the caller who gives both the same id.
 *
 * @param schemaVersion the schema version of what the digest covers, 1 to {@value
 *     #MAX_SCHEMA_VERSION}
 * @param first the first 8 bytes of the digest
 * @param second the next 8 bytes
 */
public record CommandDigest(int schemaVersion, long first, long second) {

    /** The greatest schema version. */
    public static final int MAX_SCHEMA_VERSION = 255;

    /** The length of the stored form in bytes. */
    public static final int LENGTH = 1 + 2 * Long.BYTES;

    public CommandDigest {
        if (schemaVersion < 1 || schemaVersion > MAX_SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "the schema version of a command's digest must be 1 to "
                            + MAX_SCHEMA_VERSION
                            + ", not "
                            + schemaVersion);
        }
    }

    /**
     * The digest of a command.
     *
     * @param schemaVersion raise it if the digest covers other fields, or the same fields in
     *     another order
     * @param content the digest of the command's content
     */
    public static CommandDigest of(int schemaVersion, Digest content) {
        ByteBuffer bytes = ByteBuffer.wrap(content.bytes());
        return new CommandDigest(schemaVersion, bytes.getLong(), bytes.getLong());
    }

    /**
     * Whether two commands with the same id may be the same command. False only if both digests
     * have the same schema version and differ: digests of different schema versions do not say
     * whether the contents differ, so the id alone decides.
     */
    public boolean mayBeSameAs(CommandDigest other) {
        return schemaVersion != other.schemaVersion || equals(other);
    }

    /** The stored form: the schema version in one byte, and 16 bytes of the digest. */
    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put((byte) schemaVersion)
                .putLong(first)
                .putLong(second)
                .array();
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if {@link #encode} did not write it
     */
    public static CommandDigest decode(byte[] stored) {
        if (stored.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a command's digest has " + LENGTH + " bytes, not " + stored.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        return new CommandDigest(Byte.toUnsignedInt(bytes.get()), bytes.getLong(), bytes.getLong());
    }

    /** The stored form in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(encode());
    }
}
