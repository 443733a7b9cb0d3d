package dev.reprise.eventstore;

import java.util.OptionalInt;

/**
 * Which commits of a stream {@link EventStore#load} reads. It reads backwards from a version to a
 * usable snapshot or the first commit, and reads a minimum number of commits.
 *
 * @param upTo the version to load, 1 or more; it may be inside a commit or after the tail
 * @param stateSchemaVersion the schema version of usable snapshots; empty to use no snapshot
 * @param minCommits the least number of commits to read, if the stream has that many; 1 or more
 * @param consistency whether the read may miss the newest commits
 */
public record Load(
        StreamName stream,
        StreamVersion upTo,
        OptionalInt stateSchemaVersion,
        int minCommits,
        Consistency consistency) {

    public Load {
        if (upTo.equals(StreamVersion.NONE)) {
            throw new IllegalArgumentException(
                    "the version to load must be 1 or more: a stream at version 0 has no commits");
        }
        if (minCommits < 1) {
            throw new IllegalArgumentException("minCommits must be 1 or more, not " + minCommits);
        }
    }

    /** Whether a read returns every commit that was acknowledged before it began. */
    public enum Consistency {
        /** It returns every such commit. */
        STRONG,
        /** It may miss commits of the last moments. It costs half as much. */
        EVENTUAL
    }

    /** Whether a fold can start from this commit's snapshot. */
    public boolean canStartFrom(Commit commit) {
        return commit.version().compareTo(upTo) <= 0
                && stateSchemaVersion.isPresent()
                && commit.snapshot()
                        .filter(snapshot ->
                                snapshot.schemaVersion() == stateSchemaVersion.getAsInt())
                        .isPresent();
    }

    /** The same load, but from the first commit, without snapshots. */
    public Load withoutSnapshots() {
        return new Load(stream, upTo, OptionalInt.empty(), minCommits, consistency);
    }
}
