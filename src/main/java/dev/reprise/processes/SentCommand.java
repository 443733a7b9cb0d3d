package dev.reprise.processes;

/**
 * A command of a process.
 *
 * @param targetId the id of the stream that the command changes, in the category of the {@link
 *     Target}
 * @param command compared by {@code equals}
 * @param ifUnchanged whether the command is sent only if the instance has reacted to the stream's
 *     last event; only in a reaction to a deadline
 */
public record SentCommand<C>(String targetId, C command, boolean ifUnchanged) {

    /** A command that is sent even if the stream has changed meanwhile. */
    public SentCommand(String targetId, C command) {
        this(targetId, command, false);
    }
}
