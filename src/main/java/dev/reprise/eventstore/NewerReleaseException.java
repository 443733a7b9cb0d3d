package dev.reprise.eventstore;

/**
 * A newer release of the code wrote a stored commit: it has an attribute, format, event type,
 * schema version or field that this code does not know. The commit is not damaged. Code that knows
 * it can read it, so the caller is to try again once that code is deployed.
 */
public final class NewerReleaseException extends RuntimeException {

    private static final String ADVICE =
            " is not known to this version of the code: deploy the release that wrote it, or newer";

    private NewerReleaseException(String message) {
        super(message);
    }

    /**
     * The exception for something that this code does not know.
     *
     * @param what such as {@code event type OrderReturned}
     */
    public static NewerReleaseException unknown(String what) {
        return new NewerReleaseException(what + ADVICE);
    }

    /** The same exception, with the commit that it is about before its message. */
    public NewerReleaseException in(String commit) {
        return new NewerReleaseException(commit + ": " + getMessage());
    }
}
