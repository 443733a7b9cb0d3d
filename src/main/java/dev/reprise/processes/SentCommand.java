package dev.reprise.processes;

/**
 * A command of a process.
 *
 * @param targetId the id of the stream that it changes, in the category of the {@link Target}
 * @param command compared by {@code equals}
 * @param ifUnchanged whether it is sent only if the instance has reacted to the stream's last
 *     event; only for a deadline
 */
public record SentCommand<C>(String targetId, C command, boolean ifUnchanged) {

    /** A command that is sent whatever happened to the stream meanwhile. */
    public SentCommand(String targetId, C command) {
        this(targetId, command, false);
    }
}
