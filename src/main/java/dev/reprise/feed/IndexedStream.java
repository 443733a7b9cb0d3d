package dev.reprise.feed;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;

/**
 * The last commit that the feed has of a stream.
 *
 * @param version the stream's version after that commit; 0 if there is none
 * @param hash that commit's hash; the hash of {@link CommitBoundary#startOf} if there is none
 * @param lastPosition the position of that commit's last event; 0 if there is none
 * @param lastAt that commit's timestamp; {@link Instant#EPOCH} if there is none
 */
public record IndexedStream(
        StreamName stream, StreamVersion version, Digest hash, long lastPosition, Instant lastAt) {

    /** A stream of which the feed has nothing. */
    static IndexedStream none(StreamName stream) {
        return new IndexedStream(
                stream,
                StreamVersion.NONE,
                CommitBoundary.startOf(stream).hash(),
                0,
                Instant.EPOCH);
    }

    /** The stream after an entry. */
    public static IndexedStream after(FeedEntry entry) {
        return new IndexedStream(
                entry.stream(),
                entry.version(),
                entry.commitHash(),
                entry.lastPosition(),
                entry.at());
    }

    /** The one with the later version. */
    IndexedStream orFurther(IndexedStream other) {
        return other.version.compareTo(version) > 0 ? other : this;
    }
}
