package dev.reprise.consumers;

/**
 * A consumer cannot handle a commit now, because something that it needs does not answer. The
 * commit is handled again in a later run, and its stream is not parked.
 */
public final class TryAgainLaterException extends RuntimeException {

    public TryAgainLaterException(String message) {
        super(message);
    }

    public TryAgainLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
