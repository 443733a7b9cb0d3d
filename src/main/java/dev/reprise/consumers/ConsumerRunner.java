package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.feed.Feed;
import dev.reprise.feed.LiveFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives a consumer the commits of the feed after its position, and saves its position.
 *
 * <p>One runner at a time has the lease of a segment of a consumer. A runner may lose its lease and
 * not know it. Then it handles commits that another runner handles, too, but it cannot save. So a
 * commit may be handled more than once, and none is left out. A consumer that must have an effect
 * only once has to recognise repeated commits.
 *
 * <p>{@code docs/consumers.md} describes the protocol and what happens when each of its steps
 * fails.
 */
public final class ConsumerRunner {

    /** How long a lease lasts after each save. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Comparator<ConsumerState> FURTHEST_BEHIND_FIRST =
            Comparator.comparingLong(ConsumerState::position);

    private final LiveFeed feeds;
    private final MovedConsumers store;
    private final InstantSource clock;
    private final Supplier<String> owners;
    private final CommitHandling handling;
    private final Segments segments;

    /**
     * A runner.
     *
     * @param retries how often a commit is tried before its stream is parked
     * @param owners makes a name for the owner of a lease; never the same twice
     * @param atOnce the maximum number of streams whose commits are handled at the same time
     */
    public ConsumerRunner(
            LiveFeed feeds,
            ConsumerStore store,
            RetryPolicy retries,
            InstantSource clock,
            Supplier<String> owners,
            int atOnce) {
        this.feeds = feeds;
        this.store = new MovedConsumers(store, feeds);
        this.clock = clock;
        this.owners = owners;
        this.handling = new CommitHandling(retries, this::now, atOnce);
        this.segments = new Segments(this.store, this::now);
    }

    /** Why a run ended. */
    public enum End {
        /** Everything up to the end of the feed was handled, or is parked. */
        CAUGHT_UP,
        /** The time was over. */
        OUT_OF_TIME,
        /** Another runner has the lease, or took it during the run. */
        LEASED_BY_ANOTHER,
        /** A commit has to be handled again later, because a store or a receiver did not answer. */
        INTERRUPTED,
        /** Too many streams are parked. */
        STOPPED
    }

    /**
     * Handles commits until the end of the feed, or until a time. After that time it begins no
     * further part of the feed. A part takes up to a minute, and the time of one commit. The
     * segments of the consumer are run one after the other, except those that others run.
     *
     * @return why the run ended; of several segments, the last reason in the order of {@link End}
     * @throws StoreUnavailableException if the feed or the store of positions did not answer
     */
    public End run(FeedConsumer consumer, Instant until) {
        Set<End> ends = EnumSet.noneOf(End.class);
        Set<Segment> begun = new HashSet<>();
        while (true) {
            List<ConsumerState> states =
                    segments.reshaped(consumer.name(), () -> store.start(consumer));
            List<ConsumerState> left =
                    states.stream().filter(state -> !begun.contains(state.segment())).toList();
            if (left.isEmpty()) {
                return Collections.max(ends);
            }
            if (!begun.isEmpty() && !now().isBefore(until)) {
                ends.add(End.OUT_OF_TIME);
                return Collections.max(ends);
            }
            ConsumerState next = Collections.min(left, FURTHEST_BEHIND_FIRST);
            begun.add(next.segment());
            ends.add(run(consumer, next, Segments.limit(next, states), until));
            if (left.size() == 1) {
                return Collections.max(ends);
            }
        }
    }

    /** The whole run reads one generation of the feed: the one that has the state's position. */
    private End run(FeedConsumer consumer, ConsumerState state, long limit, Instant until) {
        Feed feed = feeds.generation(state.generation());
        SegmentFeed part = new SegmentFeed(feed, consumer, state.segment(), limit);
        // 1. Look whether there is anything to do.
        ConsumerState seen = state;
        Optional<Feed.Slice> slice = Optional.empty();
        while (!seen.isLeased(now()) && seen.due(now()).isEmpty()) {
            if (seen.isStopped()) {
                return End.STOPPED;
            }
            Feed.Slice next = part.after(seen.position());
            if (!next.entries().isEmpty()) {
                slice = Optional.of(next);
                break;
            }
            // No commit is wanted, so the position is saved without a lease.
            ConsumerState further = seen.advanced(next.next(), List.of(), now()).withoutLease();
            if (next.next() > seen.position() && !store.save(further)) {
                return End.LEASED_BY_ANOTHER;
            }
            if (next.end()) {
                return End.CAUGHT_UP;
            }
            if (!now().isBefore(until)) {
                return End.OUT_OF_TIME;
            }
            seen = further;
        }
        // 2. Take the lease.
        if (seen.isLeased(now())) {
            return End.LEASED_BY_ANOTHER;
        }
        ConsumerState leased = seen.leased(new Lease(owners.get(), now().plus(LEASE)), now());
        if (!store.save(leased)) {
            return End.LEASED_BY_ANOTHER;
        }
        return new ConsumerRun(consumer, leased, until, part, store, handling, this::now)
                .toTheEnd(slice);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
