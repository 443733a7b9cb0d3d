package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * Stored events that this code cannot read: they were damaged, or written by code that is newer.
 */
public final class UndecodableEventsException extends RuntimeException {

    public UndecodableEventsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
