package dev.reprise.local;

/**
 * {@code template.yaml} says something that the development run cannot follow; the message names
 * the place.
 */
final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
