package dev.reprise.eventstore;

/**
 * A store, of events or of views, could not be asked, or did not answer in time. The same call may
 * succeed later; an append may have succeeded.
 */
public final class StoreUnavailableException extends RuntimeException {

    /** Why it could not be asked. */
    public enum Reason {
        /** The store answers, but refuses more requests for now. */
        THROTTLED,
        /** The store fails, or cannot be reached. */
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
