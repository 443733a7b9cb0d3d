package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a commit's command, and which message caused it. Deciders do not see it.
 *
 * @param correlationId the same for everything that one outside request caused; null if unknown
 * @param causationId the id of the message that caused the command; null if unknown
 * @param actor who sent the command; null if unknown
 */
public record Metadata(
        @Nullable String correlationId, @Nullable String causationId, @Nullable String actor) {

    public static final Metadata NONE = new Metadata(null, null, null);
}
