package dev.reprise.eventstore;

import java.util.OptionalInt;

/**
 * What to read of a stream in order to fold it: backwards from a version, as far as a snapshot that
 * can be used or the first event, and at least so many commits.
 *
 * @param upTo the version that is asked for, 1 or more, which may lie inside a commit or past the
 *     tail
 * @param stateSchemaVersion the schema of the snapshots that can be used; empty to use none
 * @param minCommits how many commits to read at least, if the stream has so many; 1 or more
 * @param consistency whether commits that were acknowledged before may be missing at the end
 */
public record Load(
        StreamName stream,
        StreamVersion upTo,
        OptionalInt stateSchemaVersion,
        int minCommits,
        Consistency consistency) {

    public Load {
        if (upTo.equals(StreamVersion.NONE)) {
            throw new IllegalArgumentException("of version 0 there is nothing to load");
        }
        if (minCommits < 1) {
            throw new IllegalArgumentException("at least one commit is loaded, not " + minCommits);
        }
    }

    /** Whether a read sees all that was acknowledged before it began. */
    public enum Consistency {
        /** It does. */
        STRONG,
        /** It may be some moments behind, at half the price. */
        EVENTUAL
    }

    /** Whether a commit's snapshot is one to fold from. */
    public boolean canStartFrom(Commit commit) {
        return commit.version().compareTo(upTo) <= 0
                && stateSchemaVersion.isPresent()
                && commit.snapshot()
                        .filter(snapshot ->
                                snapshot.schemaVersion() == stateSchemaVersion.getAsInt())
                        .isPresent();
    }

    /** The same load without the use of snapshots. */
    public Load withoutSnapshots() {
        return new Load(stream, upTo, OptionalInt.empty(), minCommits, consistency);
    }
}
