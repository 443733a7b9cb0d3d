package dev.reprise.eventstore;

/**
 * What the check of a stream's hash chain found.
 *
 * <p>The chain shows a commit that was altered, inserted or removed, with one exception: a tail
 * that was cut off, or rewritten to the end with new hashes, is a shorter or another chain that is
 * whole in itself. Who needs to see that keeps {@link Intact#version} and {@link Intact#hash}
 * elsewhere and compares.
 */
public sealed interface Verification {

    /**
     * Every commit fits the one before it.
     *
     * @param commits how many there are
     * @param hash the last commit's; of a stream without commits, the digest of its name
     */
    record Intact(StreamVersion version, long commits, Digest hash) implements Verification {}

    /**
     * The chain breaks.
     *
     * @param sequenceNumber the first event of the first commit that does not fit
     * @param intactTo the version up to which every commit fits
     * @param reason what is wrong with it, in a sentence
     */
    record Broken(long sequenceNumber, StreamVersion intactTo, String reason)
            implements Verification {}
}
