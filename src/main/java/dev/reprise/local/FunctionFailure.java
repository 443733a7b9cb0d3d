package dev.reprise.local;

/** A call of a function that Lambda would answer with an error. */
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param type Lambda's name of the error, such as {@code Sandbox.Timedout}, or the class of the
     *     function's exception
     * @param message what happened
     */
    FunctionFailure(String type, String message) {
        // Where the stand-in noticed it says nothing.
        super(type + ": " + message, null, false, false);
    }
}
