package dev.reprise.local;

/**
 * The template has something that the development run needs and does not understand. The message
 * names the place.
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
