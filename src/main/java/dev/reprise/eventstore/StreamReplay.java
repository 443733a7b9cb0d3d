package dev.reprise.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Shows streams as they are and as they were, by replaying their events.
 *
 * <p>Every method throws {@link StoreUnavailableException} and {@link BrokenStreamException} as the
 * store does.
 *
 * @param <S> states
 * @param <E> events
 */
public final class StreamReplay<S, E> {

    private final EventStore store;
    private final Decider<?, S, E, ?> decider;
    private final EventCodec<E> codec;

    public StreamReplay(EventStore store, Decider<?, S, E, ?> decider, EventCodec<E> codec) {
        this.store = store;
        this.decider = decider;
        this.codec = codec;
    }

    /** The state now; empty if the stream has no events. */
    public Optional<Replayed<S>> current(StreamName stream) {
        Fold<S, E> fold = new Fold<>(decider, codec, stream);
        store.readAfter(fold.boundary()).forEach(fold::add);
        return present(fold);
    }

    /**
     * The state as of a version, which may lie inside a commit; empty if the stream has not come to
     * it.
     *
     * @param version 1 or more
     */
    public Optional<Replayed<S>> asOf(StreamName stream, StreamVersion version) {
        Fold<S, E> fold = new Fold<>(decider, codec, stream);
        for (Commit commit : store.readAfter(fold.boundary())) {
            fold.addUpTo(version, commit);
            if (fold.version().equals(version)) {
                return present(fold);
            }
        }
        return Optional.empty();
    }

    /**
     * The state as of an instant, with every commit at or before it; empty if there was none yet.
     */
    public Optional<Replayed<S>> asOf(StreamName stream, Instant instant) {
        Fold<S, E> fold = new Fold<>(decider, codec, stream);
        for (Commit commit : store.readAfter(fold.boundary())) {
            if (commit.at().isAfter(instant)) {
                break;
            }
            fold.add(commit);
        }
        return present(fold);
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

    private static <S> Optional<Replayed<S>> present(Fold<S, ?> fold) {
        return fold.version().equals(StreamVersion.NONE)
                ? Optional.empty()
                : Optional.of(fold.replayed());
    }
}
