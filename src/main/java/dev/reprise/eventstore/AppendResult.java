package dev.reprise.eventstore;

/** The outcome of {@link EventStore#append}. */
public sealed interface AppendResult {

    /** This call stored the commit. */
    record Appended(Commit commit) implements AppendResult {}

    /**
     * The same command had stored a commit here already: its answer was lost, or two calls share an
     * id. The outcome is {@code stored}, with its events and its timestamp, not the commit of this
     * call. Nothing was written.
     */
    record AlreadyAppended(Commit stored) implements AppendResult {}

    /**
     * Another command's commit, {@code winner}, already begins at this boundary. Nothing was
     * written.
     */
    record Conflict(Commit winner) implements AppendResult {}

    /**
     * The commit is larger than the store allows. Nothing was sent.
     *
     * @param bytes the size of the commit
     * @param limit the largest size allowed, in bytes
     */
    record TooLarge(int bytes, int limit) implements AppendResult {}
}
