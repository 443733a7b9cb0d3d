package dev.reprise.publishing;

/**
 * The receiver did not take an event, or its address is not allowed. The message says why, and has
 * no values of the event. It has no stack trace: the message says all, and a cause may quote the
 * receiver.
 */
final class DeliveryFailedException extends RuntimeException {

    DeliveryFailedException(String message) {
        super(message, null, false, false);
    }

    DeliveryFailedException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
