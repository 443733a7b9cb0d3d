package dev.reprise.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * Who and what a commit came of; none of it takes part in deciding.
 *
 * @param correlationId shared by everything that one outside request set off
 * @param causationId the id of the message that this command answers
 * @param actor who gave the command
 */
public record Metadata(
        @Nullable String correlationId, @Nullable String causationId, @Nullable String actor) {

    public static final Metadata NONE = new Metadata(null, null, null);
}
