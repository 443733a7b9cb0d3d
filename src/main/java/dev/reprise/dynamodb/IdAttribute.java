package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewerReleaseException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes an id as an attribute. A generated command id and a UUID take 17 bytes: one for their
 * kind, and the 16 that their text stands for. Every other id is stored as text.
 */
final class IdAttribute {

    /** A generated command id: {@code ~} and 22 characters of base64url. */
    private static final byte GENERATED = 1;

    /** A UUID in its canonical form, in lower case. */
    private static final byte CANONICAL_UUID = 2;

    private static final String GENERATED_MARK = "~";
    private static final int GENERATED_LENGTH = 23;
    private static final int UUID_LENGTH = 36;
    private static final int ENCODED_LENGTH = 17;

    private IdAttribute() {}

    static AttributeValue encode(String id) {
        // The text that the bytes stand for is compared: other texts may be parsed as the same.
        return bytes(id)
                .filter(bytes -> decode(bytes).equals(Optional.of(id)))
                .map(Attributes::binary)
                .orElseGet(() -> Attributes.text(id));
    }

    /** The bytes of an id that looks like a generated one or a UUID. */
    private static Optional<byte[]> bytes(String id) {
        try {
            if (id.length() == GENERATED_LENGTH && id.startsWith(GENERATED_MARK)) {
                byte[] bits = Base64.getUrlDecoder().decode(id.substring(1));
                return Optional.of(encoded(GENERATED).put(bits).array());
            }
            if (id.length() == UUID_LENGTH) {
                UUID uuid = UUID.fromString(id);
                return Optional.of(
                        encoded(CANONICAL_UUID)
                                .putLong(uuid.getMostSignificantBits())
                                .putLong(uuid.getLeastSignificantBits())
                                .array());
            }
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static ByteBuffer encoded(byte kind) {
        return ByteBuffer.allocate(ENCODED_LENGTH).put(kind);
    }

    /**
     * The id in an attribute with this name.
     *
     * @throws NewerReleaseException if the id is of an unknown kind
     * @throws IllegalArgumentException if the attribute is malformed
     */
    static String decode(AttributeValue value, String name) {
        if (value.type() != AttributeValue.Type.B) {
            return Attributes.text(value, name);
        }
        byte[] bytes = value.b().asByteArrayUnsafe();
        if (bytes.length != ENCODED_LENGTH) {
            throw new IllegalArgumentException(
                    "attribute "
                            + name
                            + " must be a text or have "
                            + ENCODED_LENGTH
                            + " bytes, not "
                            + bytes.length);
        }
        return decode(bytes)
                .orElseThrow(() ->
                        NewerReleaseException.unknown(
                                "kind " + bytes[0] + " of the id in attribute " + name));
    }

    /** The id that has these bytes; empty if its kind is unknown. */
    private static Optional<String> decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        return switch (bytes.get()) {
            case GENERATED -> {
                byte[] bits = new byte[bytes.remaining()];
                bytes.get(bits);
                yield Optional.of(
                        GENERATED_MARK
                                + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
            }
            case CANONICAL_UUID ->
                    Optional.of(new UUID(bytes.getLong(), bytes.getLong()).toString());
            default -> Optional.empty();
        };
    }
}
