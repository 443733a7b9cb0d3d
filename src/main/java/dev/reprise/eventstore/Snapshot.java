package dev.reprise.eventstore;

/**
 * A stream's state after a commit, and its earlier commands, stored with that commit.
 *
 * @param schemaVersion the schema version of the codec that encoded the state
 * @param state the encoded state
 * @param commands the commands of the commits before this one
 */
public record Snapshot(int schemaVersion, String state, CommandFingerprints commands) {}
