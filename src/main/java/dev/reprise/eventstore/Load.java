package dev.reprise.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which commits of a stream {@link EventStore#load} reads. It reads backwards from a version to a
 * usable snapshot or the first commit, and reads a minimum number of commits. It stops after {@link
 * #MAX_BYTES}, so that a load takes bounded memory.
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

    /**
     * A load stops once its commits take this many bytes in the store. No two snapshots that were
     * stored one after the other have so many bytes between them, see {@link SnapshotRule}. So if
     * there is no usable snapshot among them, earlier ones are unlikely.
     */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    /** A load also stops once its events take this many bytes or characters. */
    private static final int MAX_EVENTS_LENGTH = 16 * 1024 * 1024;

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

    /** The commits that a load has read so far, newest first. */
    public static final class Progress {

        private final Load load;
        private final List<Commit> newestFirst = new ArrayList<>();
        private boolean hasUsableSnapshot;
        private long storedBytes;
        private long eventsLength;

        /** No commits yet. */
        public Progress(Load load) {
            this.load = load;
        }

        /** Adds the next earlier commit. */
        public void add(Commit commit) {
            newestFirst.add(commit);
            hasUsableSnapshot = hasUsableSnapshot || load.canStartFrom(commit);
            storedBytes += commit.storedBytes();
            eventsLength += commit.events().length();
        }

        /** Whether no earlier commit is to be read. */
        public boolean isComplete() {
            if (newestFirst.isEmpty()) {
                return false;
            }
            return newestFirst.getLast().firstSequenceNumber() == 1
                    || (newestFirst.size() >= load.minCommits()
                            && (hasUsableSnapshot
                                    || storedBytes >= MAX_BYTES
                                    || eventsLength >= MAX_EVENTS_LENGTH));
        }

        /** The commits, oldest first. */
        public List<Commit> oldestFirst() {
            return List.copyOf(newestFirst.reversed());
        }
    }
}
