package dev.reprise.consumers;

/**
 * A consumer cannot handle any commit now, for example because its receiver does not answer. The
 * run ends, and a later run begins with this commit. The commit's stream is not parked.
 */
public final class TryAgainLaterException extends RuntimeException {

    public TryAgainLaterException(String message) {
        super(message);
    }

    public TryAgainLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
