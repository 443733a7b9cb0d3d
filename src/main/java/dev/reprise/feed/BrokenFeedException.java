package dev.reprise.feed;

import org.jspecify.annotations.Nullable;

/**
 * The feed cannot be read because what is stored of it is damaged: a page is missing or cannot be
 * decoded. The message names the position.
 */
public final class BrokenFeedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BrokenFeedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
