package dev.reprise.eventstore;

/**
 * A store of events or of views cannot be reached, or does not answer in time. Repeat the same call
 * later. A failed append may have stored its commit.
 */
public final class StoreUnavailableException extends RuntimeException {

    /** Why the call failed. */
    public enum Reason {
        /** The store refuses further requests for now. */
        THROTTLED,
        /** The store answers with an error, or cannot be reached. */
        UNREACHABLE
    }

    private final Reason reason;

    public StoreUnavailableException(Reason reason, Throwable cause) {
        super(
                "the store is "
                        + (reason == Reason.THROTTLED ? "throttling" : "not reachable")
                        + ": "
                        + cause.getMessage(),
                cause);
        this.reason = reason;
    }

    public StoreUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
