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
 * Replays streams: their state now, at an earlier version or at an instant, and their events. A
 * replay starts from a snapshot if there is a usable one. All reads are strongly consistent.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store does not answer, and {@link
 * BrokenStreamException} if the stream is damaged.
 *
 * @param <S> states
 * @param <E> events
 */
public final class StreamReplay<S, E> {

    /** How many commits are read first for a page of events. */
    private static final int FIRST_COMMITS = 8;

    private final EventStore store;
    private final StreamLoader<S, E> loader;
    private final EventCodec<E> codec;
    private final Decider<?, S, E, ?> decider;

    public StreamReplay(EventStore store, Aggregate<?, S, E, ?> aggregate) {
        this.decider = aggregate.decider();
        this.store = store;
        this.loader = new StreamLoader<>(store, aggregate);
        this.codec = aggregate.events();
    }

    /**
     * The version of the stream, without its state: reads its last commit. Empty if the stream has
     * no events.
     */
    public Optional<StreamVersion> version(StreamName stream) {
        return store.commitAtOrBefore(stream, Long.MAX_VALUE).map(Commit::version);
    }

    /** The state now; empty if the stream has no events. */
    public Optional<VersionedState<S>> current(StreamName stream) {
        return present(loader.asOf(stream, StreamVersion.MAX));
    }

    /**
     * The state as of a version, which may be inside a commit. Empty as of version 0, and if the
     * stream has not reached the version.
     */
    public Optional<VersionedState<S>> asOf(StreamName stream, StreamVersion version) {
        if (version.equals(StreamVersion.NONE)) {
            return Optional.empty();
        }
        return present(loader.asOf(stream, version))
                .filter(versionedState -> versionedState.version().equals(version));
    }

    /**
     * The state as of an instant, with every commit at or before it. Empty if the stream had no
     * commit yet.
     *
     * <p>Takes two requests if the instant is not before the last commit, and otherwise at most six
     * in a stream of 50,000 commits, however their timestamps are spread.
     */
    public Optional<VersionedState<S>> asOf(StreamName stream, Instant instant) {
        Optional<Commit> tail = store.commitAtOrBefore(stream, Long.MAX_VALUE);
        if (tail.isEmpty()) {
            return Optional.empty();
        }
        if (!tail.get().at().isAfter(instant)) {
            return asOf(stream, tail.get().version());
        }
        InstantSearch.Window window = new InstantSearch(store, instant, tail.get()).search();
        return window.highest() == 0
                ? Optional.empty()
                : present(loader.asOf(stream, window, instant));
    }

    /**
     * The events after a version, from the oldest up.
     *
     * @param after the events after this version are returned; it may be inside a commit, and 0
     *     begins with the first event
     * @param limit the largest number of events in the page, 1 or more. At most twice as many
     *     commits as the page shows, and {@value #FIRST_COMMITS} more, are read
     * @return an empty page if the stream has no events after that version; nothing if the stream
     *     has no events at all
     */
    public Optional<EventPage<E>> events(StreamName stream, StreamVersion after, int limit) {
        List<RecordedEvent<E>> events = new ArrayList<>();
        Iterator<Commit> commits =
                store.readFrom(stream, after.nextSequenceNumber(), pageSize(limit)).iterator();
        while (commits.hasNext()) {
            Commit commit = commits.next();
            // A later commit need not be readable.
            if (events.size() == limit) {
                return Optional.of(new EventPage<>(events, true));
            }
            for (RecordedEvent<E> recorded : RecordedEvent.<E>allOf(commit, codec)) {
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

    /** The state after a stream's first event; empty if the page does not have that event. */
    public Optional<S> firstState(EventPage<E> page) {
        return page.events().stream()
                .filter(recorded -> recorded.sequenceNumber() == 1)
                .findFirst()
                .map(first ->
                        decider.evolve(decider.initialState(), first.event(), first.timestamp()));
    }

    /**
     * The events after a version, from the newest down.
     *
     * @param upTo the sequence number of the newest event to return, 1 or more; {@link
     *     Long#MAX_VALUE} begins with the last event
     * @param after as in {@link #events}
     * @param limit as in {@link #events}
     * @return an empty page if the stream has no such events; nothing if the stream has no events
     *     at all
     */
    public Optional<EventPage<E>> eventsBackwards(
            StreamName stream, long upTo, StreamVersion after, int limit) {
        List<RecordedEvent<E>> events = new ArrayList<>();
        boolean exists = false;
        for (Commit commit : store.readBackFrom(stream, upTo, pageSize(limit))) {
            exists = true;
            if (commit.version().compareTo(after) <= 0) {
                break;
            }
            for (RecordedEvent<E> recorded : RecordedEvent.<E>allOf(commit, codec).reversed()) {
                if (recorded.sequenceNumber() <= after.value()) {
                    return Optional.of(new EventPage<>(events, false));
                }
                if (events.size() == limit) {
                    return Optional.of(new EventPage<>(events, true));
                }
                if (recorded.sequenceNumber() <= upTo) {
                    events.add(recorded);
                }
            }
        }
        return exists ? Optional.of(new EventPage<>(events, false)) : Optional.empty();
    }

    /** How many events a commit has is not known: the page may be full after few commits. */
    private static int pageSize(int limit) {
        return Math.min(limit + 1, FIRST_COMMITS);
    }

    private static <S> Optional<VersionedState<S>> present(Fold<S, ?> fold) {
        return fold.version().equals(StreamVersion.NONE)
                ? Optional.empty()
                : Optional.of(fold.versionedState());
    }
}
