package dev.reprise.local;

/** A call of a function that Lambda would answer with an error. */
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type Lambda's name of the error, or the class of the function's exception
     * @param message what happened
     */
    FunctionFailure(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    @Override
    public String toString() {
        return type + ": " + getMessage();
    }

    /** Such as {@code Sandbox.Timedout}. */
    String type() {
        return type;
    }
}
