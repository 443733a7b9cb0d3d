package dev.reprise.personal;

import dev.reprise.eventstore.StoreUnavailableException;

/**
 * Encrypts the root key, with which the keys of subjects are encrypted at rest.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the service that has the master key
 * does not answer, or refuses.
 */
public interface KeyWrapping {

    /** Encrypts a key. */
    byte[] wrap(byte[] key);

    /**
     * Decrypts what {@link #wrap} made.
     *
     * @throws IllegalArgumentException if the bytes were altered, or made with another master key
     */
    byte[] unwrap(byte[] wrapped);
}
