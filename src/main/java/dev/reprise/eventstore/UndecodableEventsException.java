package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * Stored events cannot be decoded because they are damaged. Events of a newer release are not
 * damaged: see {@link NewerReleaseException}.
 */
public final class UndecodableEventsException extends RuntimeException {

    public UndecodableEventsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
