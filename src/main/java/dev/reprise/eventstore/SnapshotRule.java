package dev.reprise.eventstore;

/**
 * Decides when a stream's state is stored with a commit. The whole rule is in this class: to tune
 * it, change {@link #MIN_COMMITS} and {@link #MIN_RATIO}.
 *
 * <p>Two conditions hold for every stored snapshot. It is <em>due</em>: there are at least {@link
 * #MIN_COMMITS} commits since the last one, which an aggregate knows before it encodes a state. It
 * <em>pays</em>: it takes at most 1/{@link #MIN_RATIO} of the bytes stored since the last one,
 * which a store knows once it has encoded the commit. So snapshots take at most a quarter of what
 * events take, and a load reads about {@link #MIN_COMMITS} commits.
 */
public final class SnapshotRule {

    /**
     * The least number of commits from one snapshot to the next. A load reads this many commits
     * first, and a repeated command is recognised among this many.
     */
    public static final int MIN_COMMITS = 32;

    /** How many times its own size must have been stored since the last snapshot. */
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
     * @param snapshotBytes what the snapshot takes in the store
     * @param commitBytes what its commit takes in the store without it
     * @param bytesSinceLast what the earlier commits since the last snapshot take in the store
     * @param maxCommitBytes what a commit may take in the store, its snapshot included
     */
    static boolean isStored(
            int snapshotBytes, int commitBytes, long bytesSinceLast, int maxCommitBytes) {
        boolean pays = (long) MIN_RATIO * snapshotBytes <= bytesSinceLast + commitBytes;
        boolean fits = snapshotBytes + commitBytes <= maxCommitBytes;
        return pays && fits;
    }
}
