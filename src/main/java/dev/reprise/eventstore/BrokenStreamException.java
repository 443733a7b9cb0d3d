package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * A stream cannot be read because stored commits are damaged: a commit is missing, overlaps another
 * or cannot be decoded. The message names the stream and the commit.
 */
public final class BrokenStreamException extends RuntimeException {

    public BrokenStreamException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
