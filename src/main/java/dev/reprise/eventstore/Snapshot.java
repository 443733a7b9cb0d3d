package dev.reprise.eventstore;

/**
 * A stream's state after a commit, stored with that commit.
 *
 * @param schemaVersion the form of the state, see {@link StateCodec#schemaVersion}
 * @param state as the codec of that schema wrote it
 */
public record Snapshot(int schemaVersion, String state) {}
