package dev.reprise.eventstore;

/**
 * A snapshot that comes with a new commit. The store keeps it or leaves it out, by the {@link
 * SnapshotRule}; the commit is stored either way.
 *
 * @param bytesSinceLast what the commits since the last snapshot take in the store; the new one not
 *     counted
 */
public record SnapshotOffer(Snapshot snapshot, long bytesSinceLast) {

    /**
     * Checks the state, which is stored as UTF-8.
     *
     * @throws IllegalArgumentException if the state has half of a surrogate pair
     */
    public SnapshotOffer {
        Utf8.requireStorable(() -> "the encoded state", snapshot.state());
    }

    /**
     * Whether the store is to keep the snapshot.
     *
     * @param stateBytes what the state takes in the store
     * @param commandBytes what the commands of the snapshot take in the store
     * @param commitBytes what its commit takes in the store without the snapshot
     * @param maxCommitBytes what a commit may take in the store, its snapshot included
     */
    public boolean isStored(int stateBytes, int commandBytes, int commitBytes, int maxCommitBytes) {
        return SnapshotRule.isStored(
                stateBytes, commandBytes, commitBytes, bytesSinceLast, maxCommitBytes);
    }
}
