package dev.reprise.eventstore;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a commit's command, which message caused it, and when it happened. Deciders do not see
 * it.
 *
 * @param correlationId the same for everything that one outside request caused; null if unknown
 * @param causationId the id of the message that caused the command; null if unknown
 * @param actor who sent the command; null if unknown
 * @param occurredAt when it happened in the world, as the sender says: to the millisecond, in the
 *     years 0 to 9999; null if the sender does not say
 */
public record Metadata(
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable Instant occurredAt) {

    public static final Metadata NONE = new Metadata(null, null, null);

    public Metadata {
        if (occurredAt != null) {
            int year = occurredAt.atOffset(ZoneOffset.UTC).getYear();
            if (year < 0 || year > 9999) {
                throw new IllegalArgumentException(
                        "the year must be 0 to 9999, in UTC, not " + year);
            }
            occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** The metadata of a command whose sender does not say when it happened. */
    public Metadata(
            @Nullable String correlationId, @Nullable String causationId, @Nullable String actor) {
        this(correlationId, causationId, actor, null);
    }
}
