package dev.reprise.personal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of one subject. It encrypts with AES-256-GCM.
 *
 * <p>The same text in the same place is encrypted to the same bytes: the nonce is an HMAC-SHA-256
 * of place and text. So two rows of a read model are equal if their values are, and a commit that
 * is encoded twice is the same commit. Who sees the table can tell that a value was stored twice in
 * one place, and nothing else. A nonce of 96 bits comes to be used for two texts after about 2^48
 * texts of one subject.
 */
public final class SubjectKey {

    /** The length of a key in bytes. */
    public static final int LENGTH = 32;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

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
            throw missing(e);
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
        try {
            byte[] plain = text.getBytes(StandardCharsets.UTF_8);
            byte[] nonce = nonce(place, plain);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            ByteBuffer.allocate(nonce.length + sealed.length)
                                    .put(nonce)
                                    .put(sealed)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalArgumentException if it was made with another key or for another place, or was
     *     altered since
     */
    public String open(String place, String sealed) {
        byte[] bytes = Base64.getUrlDecoder().decode(sealed);
        if (bytes.length < NONCE_LENGTH) {
            throw notSealedHere(place, null);
        }
        try {
            byte[] nonce = Arrays.copyOf(bytes, NONCE_LENGTH);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, place)
                            .doFinal(bytes, NONCE_LENGTH, bytes.length - NONCE_LENGTH);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw notSealedHere(place, e);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalArgumentException notSealedHere(String place, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the encrypted value of "
                        + place
                        + " was altered, moved here from another place, or encrypted with another key",
                cause);
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] nonce(String place, byte[] plain) throws GeneralSecurityException {
        byte[] placed = place.getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(nonces);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(placed.length).array());
        mac.update(placed);
        return Arrays.copyOf(mac.doFinal(plain), NONCE_LENGTH);
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every Java 25 has AES-GCM, HMAC and HKDF", e);
    }
}
