package dev.reprise.demo;

/** Nothing can be sent; the message says why to whoever started the demo. */
final class StoppedException extends RuntimeException {

    StoppedException(String message) {
        super(message);
    }

    StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
