package dev.reprise.eventstore;

import java.time.Instant;

/** A stream's state while its commits are folded into it, one after the other. */
final class Fold<S, E> {

    private final Decider<?, S, E, ?> decider;
    private final EventCodec<E> codec;
    private CommitBoundary boundary;
    private S state;
    private StreamVersion version = StreamVersion.NONE;
    private Instant at = Instant.MIN;

    Fold(Decider<?, S, E, ?> decider, EventCodec<E> codec, StreamName stream) {
        this.decider = decider;
        this.codec = codec;
        this.boundary = CommitBoundary.startOf(stream);
        this.state = decider.initialState();
    }

    /** Adds the commit that begins at the boundary. */
    void add(Commit commit) {
        addUpTo(commit.version(), commit);
    }

    /**
     * Adds the commit's events up to a version, which may lie inside it; nothing can be added after
     * that.
     */
    void addUpTo(StreamVersion last, Commit commit) {
        for (RecordedEvent<E> recorded : RecordedEvent.allOf(commit, codec)) {
            if (recorded.sequenceNumber() > last.value()) {
                break;
            }
            state = evolve(recorded);
            version = new StreamVersion(recorded.sequenceNumber());
            at = recorded.timestamp();
        }
        boundary = commit.end();
    }

    private S evolve(RecordedEvent<E> recorded) {
        try {
            return decider.evolve(state, recorded.event(), recorded.timestamp());
        } catch (IllegalStateException e) {
            throw new BrokenStreamException(
                    "event "
                            + recorded.sequenceNumber()
                            + " of "
                            + recorded.stream()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Where the next commit goes. */
    CommitBoundary boundary() {
        return boundary;
    }

    S state() {
        return state;
    }

    StreamVersion version() {
        return version;
    }

    Replayed<S> replayed() {
        return new Replayed<>(state, version, at);
    }
}
