package dev.reprise.eventstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The end of a commit, or the start of a stream: the only place where the next commit may be put.
 *
 * <p>It can only be had from a commit that was read or written, never made of a number: a version
 * that a caller names may lie inside a commit, where a new one would overlap it, or past the tail,
 * where it would leave a gap.
 */
public final class CommitBoundary {

    private final StreamName stream;
    private final StreamVersion version;
    private final Instant at;
    private final Digest hash;

    private CommitBoundary(StreamName stream, StreamVersion version, Instant at, Digest hash) {
        this.stream = stream;
        this.version = version;
        this.at = at;
        this.hash = hash;
    }

    /** The place of a stream's first commit. Its hash is the digest of the stream's name. */
    public static CommitBoundary startOf(StreamName stream) {
        return new CommitBoundary(
                stream,
                StreamVersion.NONE,
                Instant.MIN,
                new FramedDigest().add(stream.toString()).digest());
    }

    static CommitBoundary endOf(Commit commit) {
        return new CommitBoundary(commit.stream(), commit.version(), commit.at(), commit.hash());
    }

    public StreamName stream() {
        return stream;
    }

    /** The stream's version here; {@link StreamVersion#NONE} at its start. */
    public StreamVersion version() {
        return version;
    }

    /** The instant of the commit that ends here; {@link Instant#MIN} at the start. */
    public Instant at() {
        return at;
    }

    /**
     * The instant of a commit that is put here: the clock's to the millisecond, but never before
     * {@link #at}.
     */
    public Instant nextAt(Instant clock) {
        Instant now = clock.truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(at) ? at : now;
    }

    /** The hash of the commit that ends here, which the next one's covers. */
    public Digest hash() {
        return hash;
    }

    @Override
    public String toString() {
        return stream + "@" + version;
    }
}
