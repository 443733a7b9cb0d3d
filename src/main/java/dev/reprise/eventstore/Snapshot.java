package dev.reprise.eventstore;

/**
 * A stream's state after a commit, stored with that commit.
 *
 * @param schemaVersion the schema version of the codec that encoded the state
 * @param state the encoded state
 */
public record Snapshot(int schemaVersion, String state) {}
