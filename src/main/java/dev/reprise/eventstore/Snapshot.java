package dev.reprise.eventstore;

/**
 * A stream's state after a commit, stored with that commit.
 *
 * @param schema the form of the state, see {@link StateCodec#schema}
 * @param state as the codec of that schema wrote it
 */
public record Snapshot(int schema, String state) {}
