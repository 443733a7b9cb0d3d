package dev.reprise.personal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM with a nonce of 96 bits, which stands before the ciphertext and its tag of 128 bits. */
public final class AesGcm {

    /** The length of a nonce in bytes. */
    public static final int NONCE_LENGTH = 12;

    private static final int TAG_BITS = 128;

    private AesGcm() {}

    /**
     * Encrypts bytes.
     *
     * @param nonce {@value #NONCE_LENGTH} bytes, never the same for two different inputs of a key
     * @param place what the bytes are bound to; {@link #decrypt} needs the same
     * @return nonce, ciphertext and tag
     */
    public static byte[] encrypt(SecretKey key, byte[] nonce, String place, byte[] plain) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws AEADBadTagException if it was made with another key or for another place, or was
     *     altered since
     */
    public static byte[] decrypt(SecretKey key, String place, byte[] sealed)
            throws AEADBadTagException {
        if (sealed.length < NONCE_LENGTH) {
            throw new AEADBadTagException("there is no whole nonce");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_LENGTH), place)
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** What every Java 25 has is missing: AES-GCM, HMAC or HKDF. */
    static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every Java 25 has AES-GCM, HMAC and HKDF", e);
    }
}
