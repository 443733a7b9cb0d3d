package dev.reprise.processes;

import java.util.Optional;

/**
 * A command of a process.
 *
 * @param targetId the id of the stream that the command changes, in the category of the {@link
 *     Target}
 * @param command compared by {@code equals}
 * @param ifUnchanged whether the command is sent only if the instance has reacted to the stream's
 *     last event; only in a reaction to a deadline
 * @param onBehalfOf the actor of the step; empty if it is the process. Only in a reaction to a
 *     deadline
 */
public record SentCommand<C>(
        String targetId, C command, boolean ifUnchanged, Optional<String> onBehalfOf) {

    /** A command that is sent even if the stream has changed meanwhile. */
    public SentCommand(String targetId, C command) {
        this(targetId, command, false);
    }

    /** A command of the process itself. */
    public SentCommand(String targetId, C command, boolean ifUnchanged) {
        this(targetId, command, ifUnchanged, Optional.empty());
    }
}
