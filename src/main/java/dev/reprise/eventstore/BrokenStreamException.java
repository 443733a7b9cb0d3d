package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * A stream whose stored commits were damaged: one is missing, overlaps another, or cannot be read.
 * The message says where.
 */
public final class BrokenStreamException extends RuntimeException {

    public BrokenStreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
