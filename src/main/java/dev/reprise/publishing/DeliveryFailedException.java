package dev.reprise.publishing;

/**
 * The receiver did not take an event, or its address is not allowed. The message says why, and has
 * no values of the event.
 */
final class DeliveryFailedException extends RuntimeException {

    DeliveryFailedException(String message) {
        super(message);
    }

    DeliveryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
