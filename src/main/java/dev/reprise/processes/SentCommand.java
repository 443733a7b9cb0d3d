package dev.reprise.processes;

/**
 * A command of a process.
 *
 * @param targetId the id of the stream that it changes, in the category of the {@link Target}
 * @param command compared by {@code equals}
 */
public record SentCommand<C>(String targetId, C command) {}
