package dev.reprise.eventstore;

/**
 * A store of events or of views cannot be reached, does not answer in time, or refuses the service
 * itself. Repeat the same call later. A failed append may have stored its commit.
 */
public final class StoreUnavailableException extends RuntimeException {

    /** Why the call failed. */
    public enum Reason {
        /** The store refuses further requests for now. */
        THROTTLED("throttling"),
        /** The store answers with an error, or cannot be reached. */
        UNREACHABLE("not reachable"),
        /** A table, a permission or a credential is missing. Somebody has to mend that. */
        REFUSED("refusing the service");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;

    public StoreUnavailableException(Reason reason, Throwable cause) {
        super("the store is " + reason.words + ": " + cause.getMessage(), cause);
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
