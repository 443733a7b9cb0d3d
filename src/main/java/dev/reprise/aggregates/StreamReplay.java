package dev.reprise.aggregates;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Shows streams as they are and as they were, by replaying their events, from a snapshot where
 * there is one.
 *
 * <p>Every method throws {@link StoreUnavailableException} and {@link BrokenStreamException} as the
 * store does.
 *
 * @param <S> states
 * @param <E> events
 */
public final class StreamReplay<S, E> {

    private final EventStore store;
    private final StreamLoader<S, E> loader;
    private final EventCodec<E> codec;

    public StreamReplay(EventStore store, Aggregate<?, S, E, ?> aggregate) {
        this.store = store;
        this.loader = new StreamLoader<>(store, aggregate);
        this.codec = aggregate.events();
    }

    /** The state now; empty if the stream has no events. */
    public Optional<VersionedState<S>> current(StreamName stream) {
        return present(loader.asOf(stream, StreamVersion.MAX));
    }

    /**
     * The state as of a version, which may lie inside a commit; empty if the stream has not come to
     * it. As of version 0 there is nothing.
     */
    public Optional<VersionedState<S>> asOf(StreamName stream, StreamVersion version) {
        if (version.equals(StreamVersion.NONE)) {
            return Optional.empty();
        }
        return present(loader.asOf(stream, version))
                .filter(versionedState -> versionedState.version().equals(version));
    }

    /**
     * The state as of an instant, with every commit at or before it; empty if there was none yet.
     *
     * <p>Instants never go back in a stream, so the last of those commits is found by halving: some
     * fourteen reads of one commit in a stream of 10,000.
     */
    public Optional<VersionedState<S>> asOf(StreamName stream, Instant instant) {
        Optional<Commit> tail = store.commitAtOrBefore(stream, Long.MAX_VALUE);
        if (tail.isEmpty()) {
            return Optional.empty();
        }
        long version =
                tail.get().at().isAfter(instant)
                        ? versionAsOf(instant, tail.get())
                        : tail.get().version().value();
        return asOf(stream, new StreamVersion(version));
    }

    /** The version that a stream had at an instant before one of its commits. */
    private long versionAsOf(Instant instant, Commit later) {
        StreamName stream = later.stream();
        long reached = 0;
        long after = later.firstSequenceNumber();
        while (reached + 1 < after) {
            long middle = (reached + after) >>> 1;
            Commit commit =
                    store.commitAtOrBefore(stream, middle)
                            .filter(holder -> holder.version().value() >= middle)
                            .orElseThrow(() ->
                                    new BrokenStreamException(
                                            "gap: event " + middle + " is missing in " + stream,
                                            null));
            if (commit.at().isAfter(instant)) {
                after = commit.firstSequenceNumber();
            } else {
                reached = commit.version().value();
            }
        }
        return reached;
    }

    /**
     * The events after a version.
     *
     * @param after 0 for the first event on; may lie inside a commit
     * @param limit how many at most, 1 or more; it is what is read at once, too
     * @return empty if the stream has no events at all; a page without events if it has none after
     *     that version
     */
    public Optional<EventPage<E>> events(StreamName stream, StreamVersion after, int limit) {
        List<RecordedEvent<E>> events = new ArrayList<>();
        Iterator<Commit> commits =
                store.readFrom(stream, after.nextSequenceNumber(), limit + 1).iterator();
        while (commits.hasNext()) {
            for (RecordedEvent<E> recorded : RecordedEvent.<E>allOf(commits.next(), codec)) {
                if (events.size() == limit) {
                    return Optional.of(new EventPage<>(events, true));
                }
                if (recorded.sequenceNumber() > after.value()) {
                    events.add(recorded);
                }
            }
        }
        boolean exists = !events.isEmpty() || store.readFrom(stream, 1, 1).iterator().hasNext();
        return exists ? Optional.of(new EventPage<>(events, false)) : Optional.empty();
    }

    private static <S> Optional<VersionedState<S>> present(Fold<S, ?> fold) {
        return fold.version().equals(StreamVersion.NONE)
                ? Optional.empty()
                : Optional.of(fold.versionedState());
    }
}
