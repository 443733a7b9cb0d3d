package dev.reprise.eventstore;

/**
 * The result of checking a stream's hash chain.
 *
 * <p>The check finds a commit that was altered, inserted or removed, with one exception: it does
 * not find that the last commits were removed, or were all rewritten with new hashes. To find that
 * too, keep {@link Intact#version} and {@link Intact#hash} elsewhere and compare.
 */
public sealed interface Verification {

    /**
     * Every commit matches its hash and the commit before it.
     *
     * @param commits the number of commits
     * @param hash the hash of the last commit; without commits, the digest of the stream's name
     */
    record Intact(StreamVersion version, long commits, Digest hash) implements Verification {

        /** Nothing is checked yet. */
        public static Intact none(StreamName stream) {
            CommitBoundary start = CommitBoundary.startOf(stream);
            return new Intact(start.version(), 0, start.hash());
        }
    }

    /**
     * Every commit that was checked matches, and there are later ones, from which the check can go
     * on.
     *
     * @param soFar what was checked
     */
    record Unfinished(Intact soFar) implements Verification {}

    /**
     * A commit is missing, overlaps another or does not match its hash.
     *
     * @param sequenceNumber the first event of the first such commit
     * @param intactTo the version up to which the stream is intact
     * @param reason a sentence that names the commit and what is wrong with it
     */
    record Broken(long sequenceNumber, StreamVersion intactTo, String reason)
            implements Verification {}
}
