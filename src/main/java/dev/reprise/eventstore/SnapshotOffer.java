package dev.reprise.eventstore;

/**
 * A snapshot that goes with a commit if it pays: it is to take at most a quarter of what was stored
 * since the last one, so that snapshots together cost a quarter of the events at most.
 *
 * @param bytesSinceLast what the commits since the last snapshot take in the store, this one not
 *     counted
 */
public record SnapshotOffer(Snapshot snapshot, long bytesSinceLast) {

    /** How many commits there are from one snapshot to the next, at least. */
    public static final int MIN_COMMITS = 32;

    private static final int MIN_RATIO = 4;

    /**
     * Whether it pays.
     *
     * @param snapshotBytes what the snapshot would take in the store
     * @param commitBytes what its commit takes without it
     */
    public boolean pays(int snapshotBytes, int commitBytes) {
        return (long) MIN_RATIO * snapshotBytes <= bytesSinceLast + commitBytes;
    }
}
