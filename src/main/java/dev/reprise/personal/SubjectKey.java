package dev.reprise.personal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one subject. It encrypts with AES-256-GCM.
 *
 * <p>The same text in the same place is encrypted to the same bytes: the nonce is an HMAC-SHA-256
 * of place and text. So two rows of a read model are equal if their values are, and a commit that
 * is encoded twice is the same commit. A reader of the table sees only that a value was stored
 * twice in one place. Two texts of a subject get the same nonce, of 96 bits, after about 2^48
 * texts.
 */
public final class SubjectKey {

    /** The length of a key in bytes. */
    public static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey encryption;
    private final SecretKey nonces;

    /**
     * A key.
     *
     * @param key {@value #LENGTH} random bytes
     */
    public SubjectKey(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + key.length);
        }
        encryption = derived(key, "encryption", "AES");
        nonces = derived(key, "nonces", "HmacSHA256");
    }

    /** {@value #LENGTH} random bytes, for a new key. */
    public static byte[] newBytes() {
        byte[] key = new byte[LENGTH];
        RANDOM.nextBytes(key);
        return key;
    }

    private static SecretKey derived(byte[] key, String use, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(new SecretKeySpec(key, "Generic"))
                                    .thenExpand(
                                            ("reprise " + use).getBytes(StandardCharsets.UTF_8),
                                            LENGTH));
        } catch (GeneralSecurityException e) {
            throw AesGcm.missing(e);
        }
    }

    /**
     * Encrypts a text.
     *
     * @param place where it is stored. {@link #open} needs the same place, so that nobody can move
     *     a value to another one
     * @return nonce, ciphertext and tag in URL-safe Base64
     */
    public String seal(String place, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(AesGcm.encrypt(encryption, nonce(place, plain), place, plain));
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalArgumentException if it was made with another key or for another place, or was
     *     altered since
     */
    public String open(String place, String sealed) {
        try {
            byte[] plain = AesGcm.decrypt(encryption, place, Base64.getUrlDecoder().decode(sealed));
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException(
                    "the encrypted value of "
                            + place
                            + " was altered, moved here from another place, or encrypted with another key",
                    e);
        }
    }

    private byte[] nonce(String place, byte[] plain) {
        byte[] placed = place.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(nonces);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(placed.length).array());
            mac.update(placed);
            return Arrays.copyOf(mac.doFinal(plain), AesGcm.NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw AesGcm.missing(e);
        }
    }
}
