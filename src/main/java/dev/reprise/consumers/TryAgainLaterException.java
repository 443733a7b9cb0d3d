package dev.reprise.consumers;

/**
 * A consumer cannot handle any commit now, because something that it needs for all of them does not
 * answer. The run ends, and a later one begins with this commit. Its stream is not parked.
 */
public final class TryAgainLaterException extends RuntimeException {

    public TryAgainLaterException(String message) {
        super(message);
    }

    public TryAgainLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
