package dev.reprise.eventstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The end of a commit, or the start of a stream. The next commit is appended there and nowhere
 * else.
 *
 * <p>A boundary comes from a commit that was read or written; it cannot be made from a number. A
 * version that a caller names may be inside a commit, where a new commit would overlap, or after
 * the tail, where it would leave a gap.
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

    /** The boundary of a stream's first commit. Its hash is the digest of the stream's name. */
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

    /** The stream's version at this boundary; {@link StreamVersion#NONE} at the start. */
    public StreamVersion version() {
        return version;
    }

    /** The timestamp of the commit that ends here; {@link Instant#MIN} at the start. */
    public Instant at() {
        return at;
    }

    /**
     * The timestamp of the next commit: the given time, cut to the millisecond, but never before
     * {@link #at}.
     */
    public Instant nextAt(Instant now) {
        Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
        return millis.isBefore(at) ? at : millis;
    }

    /** The hash of the commit that ends here. The next commit's hash covers it. */
    public Digest hash() {
        return hash;
    }

    @Override
    public String toString() {
        return stream + "@" + version;
    }
}
