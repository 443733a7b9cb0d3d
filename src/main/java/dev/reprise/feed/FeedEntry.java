package dev.reprise.feed;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.UndecodableEventsException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A commit in the feed.
 *
 * @param position the position of the commit's first event: the number of events before it, plus 1
 * @param firstSequenceNumber the sequence number of the commit's first event in its stream
 * @param count the number of events, 1 or more
 * @param at the timestamp of the events
 * @param commitHash the commit's hash in the event store
 * @param events the events; empty if the commit is so large that only the event store has them
 */
public record FeedEntry(
        long position,
        StreamName stream,
        long firstSequenceNumber,
        int count,
        Instant at,
        CommandId commandId,
        Metadata metadata,
        Digest commitHash,
        Optional<EncodedEvents> events) {

    /** Larger events are kept in the event store only. */
    public static final int MAX_EVENTS_BYTES = 8 * 1024;

    /** The entry of a commit. */
    static FeedEntry of(Commit commit, long position) {
        EncodedEvents events = commit.events();
        return new FeedEntry(
                position,
                commit.stream(),
                commit.firstSequenceNumber(),
                events.count(),
                commit.at(),
                commit.commandId(),
                commit.metadata(),
                commit.hash(),
                Optional.of(events).filter(small -> small.size() <= MAX_EVENTS_BYTES));
    }

    /** The same entry with its events, or without them. */
    FeedEntry with(Optional<EncodedEvents> other) {
        return copy(position, other);
    }

    /** The same entry at another position. */
    FeedEntry at(long moved) {
        return copy(moved, events);
    }

    private FeedEntry copy(long its, Optional<EncodedEvents> with) {
        return new FeedEntry(
                its, stream, firstSequenceNumber, count, at, commandId, metadata, commitHash, with);
    }

    /**
     * The decoded events in order, each with its sequence number, timestamp and metadata.
     *
     * @param decode decodes the events of a commit; it gets none if the entry has none
     * @throws UndecodableEventsException if they are decoded as more or fewer than there are
     */
    public <E> List<RecordedEvent<E>> recorded(Function<Optional<EncodedEvents>, List<E>> decode) {
        List<E> decoded = decode.apply(events);
        if (decoded.size() != count) {
            throw new UndecodableEventsException(
                    "the entry at %d declares %d events, but holds %d"
                            .formatted(position, count, decoded.size()),
                    null);
        }
        return RecordedEvent.allOf(stream, firstSequenceNumber, decoded, at, commandId, metadata);
    }

    /** The position of the commit's last event. */
    public long lastPosition() {
        return position + count - 1;
    }

    /** The stream's version after the commit. */
    public StreamVersion version() {
        return new StreamVersion(firstSequenceNumber + count - 1);
    }

    /** Whether this entry is that of a commit: stream, numbers and hash are the same. */
    public boolean isOf(Commit commit) {
        return stream.equals(commit.stream())
                && firstSequenceNumber == commit.firstSequenceNumber()
                && count == commit.events().count()
                && commitHash.equals(commit.hash());
    }
}
