package dev.reprise.consumers;

import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stored state of a consumer. It is one item, so each change is made completely or not at all.
 *
 * @param position every wanted commit up to this position was handled, except those of {@code
 *     parked} streams
 * @param lease the lease of the worker that runs the consumer; empty if there is none
 * @param token grows by 1 each time that a worker takes the lease, and with each reset
 * @param parked the streams that wait, by name
 * @param updatedAt when the state was saved; in milliseconds
 * @param revision grows by 1 with each save; 0 if nothing is stored
 */
public record ConsumerState(
        String name,
        long position,
        Optional<Lease> lease,
        long token,
        Map<StreamName, ParkedStream> parked,
        Instant updatedAt,
        long revision) {

    /** With this many parked streams, a consumer handles no further commits of the feed. */
    public static final int MAX_PARKED = 100;

    public ConsumerState {
        parked = Map.copyOf(parked);
        if (parked.size() > MAX_PARKED) {
            throw new IllegalArgumentException(
                    "a consumer parks at most " + MAX_PARKED + " streams, not " + parked.size());
        }
    }

    /**
     * The right to run a consumer.
     *
     * @param owner who has it: 1 to 128 characters
     * @param until when others may take it
     */
    public record Lease(String owner, Instant until) {}

    /** A consumer that has handled nothing. */
    static ConsumerState start(String name) {
        return start(name, 0);
    }

    /** The state of a consumer of this service that has handled nothing. */
    static ConsumerState start(FeedConsumer consumer) {
        return start(consumer.name(), consumer.start());
    }

    private static ConsumerState start(String name, long position) {
        return new ConsumerState(name, position, Optional.empty(), 0, Map.of(), Instant.EPOCH, 0);
    }

    /** Whether somebody has the lease at this time. */
    public boolean isLeased(Instant now) {
        return lease.filter(held -> held.until().isAfter(now)).isPresent();
    }

    /** Whether so many streams are parked that the consumer handles no further commits. */
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
        Optional<Lease> longer = lease.map(held -> new Lease(held.owner(), until));
        return new ConsumerState(name, position, longer, token, parked, updatedAt, revision);
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

    /** The same state, without a lease. */
    ConsumerState withoutLease() {
        return new ConsumerState(
                name, position, Optional.empty(), token, parked, updatedAt, revision);
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
    ConsumerState reset(long to, Instant now) {
        return saved(to, Optional.empty(), token + 1, Map.of(), now);
    }

    private ConsumerState saved(
            long to,
            Optional<Lease> its,
            long itsToken,
            Map<StreamName, ParkedStream> streams,
            Instant now) {
        return new ConsumerState(name, to, its, itsToken, streams, now, revision + 1);
    }
}
