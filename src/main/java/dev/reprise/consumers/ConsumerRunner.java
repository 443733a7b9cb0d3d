package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives a consumer the commits of the feed after its position, and saves its position.
 *
 * <p>One runner at a time has the lease of a consumer. A runner that lost its lease without knowing
 * it may handle commits that another runner handles, too, but it cannot save. So commits are
 * handled more than once, and none is left out. Consumers that need each commit once recognise the
 * others.
 *
 * <p>{@code docs/consumers.md} describes the protocol and what happens when each of its steps
 * fails.
 */
public final class ConsumerRunner {

    /** How long a lease lasts after each save. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /**
     * After so long no further commit is begun before the position is saved. The rest of the lease
     * is for the commits that are being handled.
     */
    private static final Duration TIME_PER_SAVE = LEASE.dividedBy(2);

    /** A read of the feed ends at so many events, and the position is saved after them. */
    private static final int EVENTS_PER_SAVE = 500;

    private static final Logger LOG = System.getLogger(ConsumerRunner.class.getName());

    private final Feed feed;
    private final ConsumerStore store;
    private final InstantSource clock;
    private final Supplier<String> owners;
    private final CommitHandling handling;

    /**
     * A runner.
     *
     * @param retries how often a commit is tried before its stream is parked
     * @param owners makes a name for the owner of a lease; never the same twice
     * @param atOnce the maximum number of streams whose commits are handled at the same time
     */
    public ConsumerRunner(
            Feed feed,
            ConsumerStore store,
            RetryPolicy retries,
            InstantSource clock,
            Supplier<String> owners,
            int atOnce) {
        this.feed = feed;
        this.store = store;
        this.clock = clock;
        this.owners = owners;
        this.handling = new CommitHandling(retries, this::now, atOnce);
    }

    /** Why a run ended. */
    public enum End {
        /** Everything up to the end of the feed was handled, or is parked. */
        CAUGHT_UP,
        /** The time was over. */
        OUT_OF_TIME,
        /** Another runner has the lease, or took it during the run. */
        LEASED_BY_ANOTHER,
        /**
         * A commit has to be handled again later, because something that it needs did not answer.
         */
        INTERRUPTED,
        /** Too many streams are parked. */
        STOPPED
    }

    /**
     * Handles commits until the end of the feed, or until a time. The commits that are being
     * handled at that time are handled to the end.
     *
     * @throws StoreUnavailableException if the feed or the store of positions did not answer
     */
    public End run(FeedConsumer consumer, Instant until) {
        // 1. Look whether there is anything to do. This writes nothing.
        ConsumerState seen =
                store.find(consumer.name()).orElseGet(() -> ConsumerState.start(consumer));
        if (seen.isLeased(now())) {
            return End.LEASED_BY_ANOTHER;
        }
        Optional<Feed.Slice> slice =
                seen.isStopped() ? Optional.empty() : Optional.of(next(consumer, seen));
        boolean isAtEnd = slice.filter(read -> read.next() > seen.position()).isEmpty();
        if (isAtEnd && seen.due(now()).isEmpty()) {
            return seen.isStopped() ? End.STOPPED : End.CAUGHT_UP;
        }
        // 2. Take the lease.
        ConsumerState leased = seen.leased(new Lease(owners.get(), now().plus(LEASE)), now());
        if (!store.save(leased)) {
            return End.LEASED_BY_ANOTHER;
        }
        return new Run(consumer, leased, until).toTheEnd(slice);
    }

    private Feed.Slice next(FeedConsumer consumer, ConsumerState state) {
        return feed.read(state.position(), EVENTS_PER_SAVE, consumer::wants);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The work of a runner that has the lease. */
    private final class Run {

        private final FeedConsumer consumer;
        private final Instant until;
        private ConsumerState state;

        Run(FeedConsumer consumer, ConsumerState leased, Instant until) {
            this.consumer = consumer;
            this.state = leased;
            this.until = until;
        }

        /**
         * Works until the end, and gives the lease back.
         *
         * @param first the part of the feed after the position; empty if it was not read
         */
        End toTheEnd(Optional<Feed.Slice> first) {
            boolean leaseLost = false;
            try {
                End end = work(first);
                leaseLost = end == End.LEASED_BY_ANOTHER;
                return end;
            } finally {
                if (!leaseLost) {
                    release();
                }
            }
        }

        private End work(Optional<Feed.Slice> first) {
            Optional<End> end = retryParked();
            Optional<Feed.Slice> slice = first;
            while (end.isEmpty()) {
                end =
                        state.isStopped()
                                ? Optional.of(End.STOPPED)
                                : handle(slice.orElseGet(() -> next(consumer, state)));
                slice = Optional.empty();
            }
            return end.get();
        }

        /** If this fails, others wait until the lease ends. */
        private void release() {
            try {
                store.save(state.released(now()));
            } catch (StoreUnavailableException e) {
                LOG.log(
                        Level.WARNING,
                        "the lease of consumer {0} ends by itself: {1}",
                        consumer.name(),
                        e.getMessage());
            }
        }

        /** Handles a part of the feed. Empty if the feed goes on. */
        private Optional<End> handle(Feed.Slice slice) {
            // 3. Handle the commits, except those of parked streams.
            CommitHandling.Result result =
                    handling.handle(
                            consumer,
                            slice.entries().stream()
                                    .filter(entry -> !state.parked().containsKey(entry.stream()))
                                    .toList(),
                            endOfTurn(),
                            ConsumerState.MAX_PARKED - state.parked().size());
            result.parked().forEach(this::logParked);
            // 4. Save the position, before the first commit that is not handled.
            long reached =
                    result.firstUnhandled().map(entry -> entry.position() - 1).orElse(slice.next());
            long position = Math.max(reached, state.position());
            boolean changed = position > state.position() || !result.parked().isEmpty();
            if (changed && !save(state.advanced(position, result.parked(), now()))) {
                return Optional.of(End.LEASED_BY_ANOTHER);
            }
            if (state.isStopped()) {
                return Optional.of(End.STOPPED);
            }
            if (result.interrupted()) {
                return Optional.of(End.INTERRUPTED);
            }
            if (slice.end() && result.firstUnhandled().isEmpty()) {
                return Optional.of(End.CAUGHT_UP);
            }
            return now().isBefore(until) ? Optional.empty() : Optional.of(End.OUT_OF_TIME);
        }

        /** Tries parked streams again, each up to the consumer's position. */
        private Optional<End> retryParked() {
            for (ParkedStream stream : state.due(now())) {
                Optional<ParkedStream> still = retried(stream);
                still.ifPresent(this::logParked);
                ConsumerState after =
                        still.map(parked -> state.with(parked, now()))
                                .orElseGet(() -> state.without(stream.stream(), now()));
                if (!save(after)) {
                    return Optional.of(End.LEASED_BY_ANOTHER);
                }
                if (!now().isBefore(until)) {
                    return Optional.of(End.OUT_OF_TIME);
                }
            }
            return Optional.empty();
        }

        /** The stream, if it stays parked. */
        private Optional<ParkedStream> retried(ParkedStream parked) {
            Instant end = endOfTurn();
            long after = parked.position() - 1;
            while (after < state.position()) {
                Feed.Slice slice =
                        feed.read(after, EVENTS_PER_SAVE, entry -> isOf(parked.stream(), entry));
                for (FeedEntry entry : slice.entries()) {
                    if (entry.position() > state.position()) {
                        return Optional.empty();
                    }
                    if (!now().isBefore(end)) {
                        return Optional.of(parked.retriedAt(entry.position(), now()));
                    }
                    Optional<ParkedStream> failed = handling.retry(consumer, entry, parked);
                    if (failed.isPresent()) {
                        return failed;
                    }
                }
                after = slice.next();
                if (slice.end()) {
                    break;
                }
                if (!now().isBefore(until)) {
                    return Optional.of(parked.retriedAt(after + 1, now()));
                }
                if (!save(state.with(parked.retriedAt(after + 1, now()), now()))) {
                    return Optional.of(parked);
                }
            }
            return Optional.empty();
        }

        /**
         * When no further commit is begun before the next save. The first ones are always begun.
         */
        private Instant endOfTurn() {
            Instant start = now();
            Instant end = start.plus(TIME_PER_SAVE);
            Instant first = start.plusSeconds(1);
            return end.isBefore(until) ? end : until.isAfter(first) ? until : first;
        }

        private boolean isOf(StreamName stream, FeedEntry entry) {
            return entry.stream().equals(stream) && consumer.wants(entry);
        }

        /** Saves and renews the lease. False if another runner has it. */
        private boolean save(ConsumerState next) {
            Instant now = now();
            ConsumerState renewed = next.leasedUntil(now.plus(LEASE));
            if (!store.save(renewed)) {
                return false;
            }
            state = renewed;
            return true;
        }

        private void logParked(ParkedStream stream) {
            LOG.log(
                    Level.ERROR,
                    "consumer {0} cannot handle the commit of {1} at position {2}: {3}. The stream"
                            + " is parked, and tried again at {4}",
                    consumer.name(),
                    stream.stream(),
                    Long.toString(stream.position()),
                    stream.error(),
                    stream.retryAt());
        }
    }
}
