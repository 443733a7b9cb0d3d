package dev.reprise.eventstore;

/** What became of an append. */
public sealed interface AppendResult {

    /** It is stored, by this call. */
    record Appended(Commit commit) implements AppendResult {}

    /**
     * It had been stored already, by the same command: an answer was lost, or two calls share an
     * id. The outcome is {@code stored}, with its events and its instant, not the commit that was
     * sent.
     */
    record AlreadyAppended(Commit stored) implements AppendResult {}

    /**
     * Another commit has the place; {@code winner} is the one that begins there. Nothing was
     * written.
     */
    record Conflict(Commit winner) implements AppendResult {}

    /**
     * The store takes no commit of this size. Nothing was sent.
     *
     * @param bytes what the commit would take
     * @param limit what a commit may take
     */
    record TooLarge(int bytes, int limit) implements AppendResult {}
}
