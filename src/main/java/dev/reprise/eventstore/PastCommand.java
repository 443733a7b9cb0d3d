package dev.reprise.eventstore;

/**
 * A command that a stream has.
 *
 * @param version the stream's after it
 */
record PastCommand(CommandId id, Digest hash, StreamVersion version) {

    static PastCommand of(Commit commit) {
        return new PastCommand(commit.commandId(), commit.commandHash(), commit.version());
    }
}
