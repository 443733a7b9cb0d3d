package dev.reprise.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to take a lease, or to renew it.
 *
 * @param owner the name of the worker, 1 to 128 characters: the same in each call, and different
 *     for each worker
 * @param seconds how long the lease lasts; 60 if it is absent
 */
record LeaseRequest(@Nullable String owner, @Nullable Integer seconds) {

    static final int MAX_SECONDS = 3_600;

    private static final String SECONDS = "seconds";
    private static final int DEFAULT_SECONDS = 60;
    private static final int MAX_OWNER_LENGTH = 128;

    String checkedOwner() {
        return Input.field(
                "owner",
                owner,
                text -> {
                    if (text.isEmpty() || text.length() > MAX_OWNER_LENGTH) {
                        throw new IllegalArgumentException(
                                "must have 1 to " + MAX_OWNER_LENGTH + " characters");
                    }
                    return text;
                });
    }

    Duration length() {
        return length(seconds, 1);
    }

    /** The length of a lease in a request. */
    static Duration length(@Nullable Integer seconds, int min) {
        return Input.field(
                SECONDS,
                seconds == null ? Integer.valueOf(DEFAULT_SECONDS) : seconds,
                number -> {
                    if (number < min || number > MAX_SECONDS) {
                        throw new IllegalArgumentException("must be " + min + " to " + MAX_SECONDS);
                    }
                    return Duration.ofSeconds(number);
                });
    }
}
