package dev.reprise.consumers;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.LiveFeed;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * The stored state of a segment of a consumer. Unless more are asked for, a consumer has one
 * segment. A state is one item, so each change is made completely or not at all.
 *
 * @param name the name of the consumer
 * @param segment which streams the state is about
 * @param wantedSegments the number of segments that the consumer shall have, the same in all its
 *     segments. A segment is split or merged while it has no lease
 * @param generation the generation of the feed that has the positions
 * @param position every wanted commit of the segment up to this position was handled, except those
 *     of {@code parked} streams
 * @param lease the lease of the worker that runs the segment; empty if there is none
 * @param token grows each time that a worker takes the lease, and with each reset
 * @param parked the streams that wait, by name
 * @param updatedAt when the state was saved; in milliseconds
 * @param revision grows by 1 with each save. Merged segments get a revision after all of theirs, so
 *     that no earlier revision comes back. 0 if nothing is stored
 */
public record ConsumerState(
        String name,
        Segment segment,
        int wantedSegments,
        int generation,
        long position,
        Optional<Lease> lease,
        long token,
        Map<StreamName, ParkedStream> parked,
        Instant updatedAt,
        long revision) {

    /** With this many parked streams, a segment handles no further commits of the feed. */
    public static final int MAX_PARKED = 100;

    public ConsumerState {
        parked = Map.copyOf(parked);
        if (parked.size() > MAX_PARKED) {
            throw new IllegalArgumentException(
                    "a segment parks at most " + MAX_PARKED + " streams, not " + parked.size());
        }
    }

    /**
     * The right to run a segment.
     *
     * @param owner who has it: 1 to 128 characters
     * @param until when others may take it
     */
    public record Lease(String owner, Instant until) {}

    /** A consumer that has handled nothing. */
    static ConsumerState start(String name) {
        return start(name, FeedPosition.START);
    }

    /** The state of a consumer of this service that has handled nothing. */
    static ConsumerState start(FeedConsumer consumer) {
        return start(consumer.name(), consumer.start());
    }

    private static ConsumerState start(String name, FeedPosition position) {
        return of(name, position, Instant.EPOCH, 0);
    }

    /**
     * The first state of a consumer that is made while the service runs, perhaps with the name of
     * an earlier one. Its revisions begin with the time: a run of the earlier consumer has none of
     * them, and so cannot save any more.
     */
    public static ConsumerState made(String name, FeedPosition position, Instant now) {
        return of(name, position, now, now.toEpochMilli());
    }

    private static ConsumerState of(
            String name, FeedPosition position, Instant now, long revision) {
        return new ConsumerState(
                name,
                Segment.ALL,
                1,
                position.generation(),
                position.position(),
                Optional.empty(),
                0,
                Map.of(),
                now,
                revision);
    }

    /** Whether somebody has the lease at this time. */
    public boolean isLeased(Instant now) {
        return lease.filter(held -> held.until().isAfter(now)).isPresent();
    }

    /** Whether this owner has the lease, or had it last. */
    boolean isLeasedBy(String owner) {
        return lease.map(Lease::owner).filter(owner::equals).isPresent();
    }

    /** Whether so many streams are parked that the segment handles no further commits. */
    public boolean isStopped() {
        return parked.size() >= MAX_PARKED;
    }

    /** The parked streams that have to be tried again at this time. */
    List<ParkedStream> due(Instant now) {
        return parked.values().stream().filter(stream -> stream.isDue(now)).toList();
    }

    ConsumerState leased(Lease taken, Instant now) {
        return saved(position, Optional.of(taken), token + 1, parked, now);
    }

    /** The same state to save. If there is a lease, it ends at another time. */
    ConsumerState leasedUntil(Instant until) {
        return withLease(lease.map(held -> new Lease(held.owner(), until)));
    }

    /** The same state, to be saved once more. */
    ConsumerState saved(Instant now) {
        return saved(position, lease, token, parked, now);
    }

    /** Whether the other state has the same lease: the same owner and token. */
    boolean hasSameLease(ConsumerState other) {
        return token == other.token
                && lease.map(Lease::owner).equals(other.lease.map(Lease::owner));
    }

    /** The same state to save, without a lease. */
    ConsumerState withoutLease() {
        return withLease(Optional.empty());
    }

    private ConsumerState withLease(Optional<Lease> changed) {
        return new ConsumerState(
                name,
                segment,
                wantedSegments,
                generation,
                position,
                changed,
                token,
                parked,
                updatedAt,
                revision);
    }

    /** The state at another position, with more parked streams. */
    ConsumerState advanced(long to, Collection<ParkedStream> more, Instant now) {
        Map<StreamName, ParkedStream> all = new HashMap<>(parked);
        more.forEach(stream -> all.put(stream.stream(), stream));
        return saved(to, lease, token, all, now);
    }

    ConsumerState with(ParkedStream stream, Instant now) {
        return advanced(position, List.of(stream), now);
    }

    ConsumerState without(StreamName stream, Instant now) {
        Map<StreamName, ParkedStream> others = new HashMap<>(parked);
        others.remove(stream);
        return saved(position, lease, token, others, now);
    }

    /** The state in which some of the parked streams are tried again at once. */
    ConsumerState retriedNow(Collection<ParkedStream> which, Instant now) {
        return advanced(
                position,
                which.stream().map(stream -> stream.retriedAt(stream.position(), now)).toList(),
                now);
    }

    /** One parked stream, or all of them; none if the stream is not parked. */
    List<ParkedStream> parked(Optional<StreamName> one) {
        return one.map(stream -> Optional.ofNullable(parked.get(stream)).stream().toList())
                .orElseGet(() -> List.copyOf(parked.values()));
    }

    /**
     * The state at another position, without lease and parked streams. The old token is not valid
     * any more.
     */
    ConsumerState reset(FeedPosition to, Instant now) {
        return new ConsumerState(
                name,
                segment,
                wantedSegments,
                to.generation(),
                to.position(),
                Optional.empty(),
                token + 1,
                Map.of(),
                now,
                revision + 1);
    }

    /**
     * The same state with the positions of a later generation of the feed. It handles all commits
     * that this state has still to handle, and perhaps others again. The old token is not valid any
     * more: a worker that has it may know positions of the earlier generation.
     */
    ConsumerState movedTo(int later, LiveFeed feeds) {
        LongUnaryOperator moved =
                at -> feeds.moved(new FeedPosition(generation, at), later).position();
        Map<StreamName, ParkedStream> streams = new HashMap<>();
        parked.forEach((stream, its) ->
                streams.put(stream, its.at(moved.applyAsLong(its.position() - 1) + 1)));
        return new ConsumerState(
                name,
                segment,
                wantedSegments,
                later,
                moved.applyAsLong(position),
                lease,
                token + 1,
                streams,
                updatedAt,
                revision);
    }

    /** The state in which another number of segments is wanted. */
    ConsumerState wanting(int count, Instant now) {
        return new ConsumerState(
                name,
                segment,
                count,
                generation,
                position,
                lease,
                token,
                parked,
                now,
                revision + 1);
    }

    /** The states of the parts of this segment, without a lease. */
    List<ConsumerState> split(Instant now) {
        return segment.split(wantedSegments).stream()
                .map(part -> {
                    Map<StreamName, ParkedStream> its = new HashMap<>(parked);
                    its.keySet().removeIf(stream -> !part.has(stream));
                    return new ConsumerState(
                            name,
                            part,
                            wantedSegments,
                            generation,
                            position,
                            Optional.empty(),
                            token,
                            its,
                            now,
                            revision + 1);
                })
                .toList();
    }

    /**
     * The state of a segment that has the streams of several segments.
     *
     * @param parts at the same position, with at most {@link #MAX_PARKED} parked streams together
     */
    static ConsumerState merged(List<ConsumerState> parts, Instant now) {
        ConsumerState first = parts.getFirst();
        Map<StreamName, ParkedStream> all = new HashMap<>();
        parts.forEach(part -> all.putAll(part.parked));
        return new ConsumerState(
                first.name,
                first.segment.merged(first.wantedSegments),
                first.wantedSegments,
                first.generation,
                first.position,
                Optional.empty(),
                parts.stream().mapToLong(ConsumerState::token).max().orElseThrow(),
                all,
                now,
                parts.stream().mapToLong(ConsumerState::revision).max().orElseThrow() + 1);
    }

    private ConsumerState saved(
            long to,
            Optional<Lease> its,
            long itsToken,
            Map<StreamName, ParkedStream> streams,
            Instant now) {
        return new ConsumerState(
                name,
                segment,
                wantedSegments,
                generation,
                to,
                its,
                itsToken,
                streams,
                now,
                revision + 1);
    }
}
