package dev.reprise.local;

/** Lambda would answer this call of a function with an error. */
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String THROTTLED = "TooManyRequestsException";

    private final boolean throttled;

    /**
     * @param type Lambda's name of the error, such as {@code Sandbox.Timedout}, or the class of the
     *     function's exception
     * @param message what happened
     */
    FunctionFailure(String type, String message) {
        // Without a stack trace: the place in the stand-in does not help.
        super(type + ": " + message, null, false, false);
        throttled = type.equals(THROTTLED);
    }

    /** The failure of a call that Lambda refuses because too many run. */
    static FunctionFailure throttled() {
        return new FunctionFailure(THROTTLED, "Rate Exceeded.");
    }

    /** Whether the function was not called, because too many calls were running. */
    boolean isThrottled() {
        return throttled;
    }
}
