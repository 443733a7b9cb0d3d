package dev.reprise.demo;

/** The command line asks for what there is not; the message says what. */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }
}
