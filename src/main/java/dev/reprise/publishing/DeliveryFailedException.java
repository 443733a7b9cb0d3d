package dev.reprise.publishing;

/** An event was not taken, or must not be sent there. The message says why, and holds no event. */
final class DeliveryFailedException extends RuntimeException {

    DeliveryFailedException(String message) {
        super(message);
    }

    DeliveryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
