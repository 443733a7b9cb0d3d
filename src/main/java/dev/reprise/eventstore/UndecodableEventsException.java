package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/** Stored events cannot be decoded: they are damaged, or a newer release of the code wrote them. */
public final class UndecodableEventsException extends RuntimeException {

    public UndecodableEventsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
