package dev.reprise.cli;

/** Ends a command. The message is for the user: it names the fault and says what to do. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode code;

    Failure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    Failure(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }

    /** The message, which is never absent. */
    String text() {
        return String.valueOf(getMessage());
    }
}
