package dev.reprise.eventstore;

/**
 * Decides when a stream's state is stored with a commit. The whole rule is in this class: to tune
 * it, change {@link #MIN_COMMITS} and {@link #MIN_RATIO}.
 *
 * <p>A snapshot is stored if three conditions hold. It is <em>due</em>: its commit is at least the
 * {@link #MIN_COMMITS}th since the last snapshot; the aggregate knows that before it encodes a
 * state. It <em>pays</em>: the bytes stored since the last snapshot, its commit included, are at
 * least {@link #MIN_RATIO} times the size of its state. It <em>fits</em>: the commit with it is not
 * larger than a commit may be. The store knows the last two once it has encoded the commit.
 */
public final class SnapshotRule {

    /**
     * The least number of commits from one snapshot to the next. A load reads this many commits
     * first, and a repeated command is recognised among this many, even one with a generated id.
     */
    public static final int MIN_COMMITS = 32;

    /** The bytes stored since the last snapshot are at least this many times its size. */
    private static final int MIN_RATIO = 4;

    private SnapshotRule() {}

    /**
     * Whether the next commit is to offer a snapshot.
     *
     * @param commitsSinceLast how many commits were stored since the last snapshot, or since the
     *     stream's start; the next commit not counted
     */
    public static boolean isDue(int commitsSinceLast) {
        return commitsSinceLast + 1 >= MIN_COMMITS;
    }

    /**
     * Whether an offered snapshot is stored.
     *
     * @param stateBytes what the state takes in the store
     * @param commandBytes what the snapshot's commands take in the store
     * @param commitBytes what its commit takes in the store without the snapshot
     * @param bytesSinceLast what the earlier commits since the last snapshot take in the store
     * @param maxCommitBytes what a commit may take in the store, its snapshot included
     */
    static boolean isStored(
            int stateBytes,
            int commandBytes,
            int commitBytes,
            long bytesSinceLast,
            int maxCommitBytes) {
        boolean pays = (long) MIN_RATIO * stateBytes <= bytesSinceLast + commitBytes;
        boolean fits = stateBytes + commandBytes + commitBytes <= maxCommitBytes;
        return pays && fits;
    }
}
