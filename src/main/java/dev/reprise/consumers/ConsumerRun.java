package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The work of a {@link ConsumerRunner} that has the lease. */
final class ConsumerRun {

    /** After this time no commit is begun before the position is saved. */
    static final Duration TURN = Duration.ofMinutes(1);

    /**
     * The pause before a parked stream is tried again if the feed could not be read up to the
     * position.
     */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** How often a change is tried if others change the state at the same time. */
    private static final int MAX_SAVES = 5;

    private static final Logger LOG = System.getLogger(ConsumerRun.class.getName());

    private final FeedConsumer consumer;
    private final Instant until;
    private final SegmentFeed feed;
    private final ConsumerStore store;
    private final CommitHandling handling;
    private final Supplier<Instant> clock;
    private ConsumerState state;

    /**
     * For each stream, the position up to which this run handled it, if it is after the saved
     * position.
     */
    private Map<StreamName, Long> handledUpTo = Map.of();

    /**
     * A run.
     *
     * @param leased the state with the lease of this runner
     * @param until no further part of the feed is begun after this time
     */
    ConsumerRun(
            FeedConsumer consumer,
            ConsumerState leased,
            Instant until,
            SegmentFeed feed,
            ConsumerStore store,
            CommitHandling handling,
            Supplier<Instant> clock) {
        this.consumer = consumer;
        this.state = leased;
        this.until = until;
        this.feed = feed;
        this.store = store;
        this.handling = handling;
        this.clock = clock;
    }

    private Instant now() {
        return clock.get();
    }

    /**
     * Handles commits until the run ends, and gives the lease back.
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
        Optional<Feed.Slice> slice = first;
        while (true) {
            Optional<End> end = retryParked();
            if (end.isEmpty()) {
                end = handleNext(slice);
            }
            slice = Optional.empty();
            if (end.isPresent() && !(end.get() == End.CAUGHT_UP && canRetryParked())) {
                return end.get();
            }
        }
    }

    private Optional<End> handleNext(Optional<Feed.Slice> read) {
        return state.isStopped()
                ? Optional.of(End.STOPPED)
                : handle(read.orElseGet(() -> feed.after(state.position())));
    }

    private boolean canRetryParked() {
        return isTimeLeft() && !state.due(now()).isEmpty();
    }

    private boolean isTimeLeft() {
        return now().isBefore(until);
    }

    /** Gives the lease back. If this fails, other runners wait until the lease ends. */
    private void release() {
        try {
            boolean _ = saveUnlessLost(current -> current.saved(now()).withoutLease());
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "the lease of consumer {0} ends by itself: {1}",
                    consumer.name(),
                    e.getMessage());
        }
    }

    /** Handles a part of the feed. Returns why the run ends; empty if it reads the next part. */
    private Optional<End> handle(Feed.Slice slice) {
        // 4. Handle the commits, except those of parked streams.
        CommitHandling.Result result =
                handling.handle(
                        consumer,
                        slice.entries().stream().filter(this::isNext).toList(),
                        ConsumerState.MAX_PARKED - state.parked().size(),
                        now().plus(TURN));
        result.parked().forEach(this::logParked);
        // 5. Save the position before the first commit that is not handled.
        long reached =
                result.unhandledFrom().isPresent()
                        ? result.unhandledFrom().getAsLong() - 1
                        : slice.next();
        remember(result, reached);
        long position = Math.max(reached, state.position());
        boolean changed = position > state.position() || !result.parked().isEmpty();
        if (changed
                && !saveUnlessLost(current -> current.advanced(position, result.parked(), now()))) {
            return Optional.of(End.LEASED_BY_ANOTHER);
        }
        if (state.isStopped()) {
            return Optional.of(End.STOPPED);
        }
        if (result.interrupted()) {
            return Optional.of(End.INTERRUPTED);
        }
        if (slice.end() && result.unhandledFrom().isEmpty()) {
            return Optional.of(End.CAUGHT_UP);
        }
        return isTimeLeft() ? Optional.empty() : Optional.of(End.OUT_OF_TIME);
    }

    private boolean isNext(FeedEntry entry) {
        return !state.parked().containsKey(entry.stream())
                && entry.lastPosition() > handledUpTo.getOrDefault(entry.stream(), 0L);
    }

    /**
     * Remembers the commits that were handled after the position. They are read again, and must not
     * be handled again.
     */
    private void remember(CommitHandling.Result result, long reached) {
        Map<StreamName, Long> beyond = new HashMap<>(handledUpTo);
        beyond.putAll(result.handledUpTo());
        beyond.values().removeIf(position -> position <= reached);
        handledUpTo = beyond;
    }

    /**
     * Step 3: tries parked streams again, each with a part of the feed up to the position. Returns
     * why the run ends; empty if it continues.
     */
    private Optional<End> retryParked() {
        for (ParkedStream stream : state.due(now())) {
            Optional<ParkedStream> still = retried(stream);
            still.filter(parked -> parked.isFailedNow(stream)).ifPresent(this::logParked);
            boolean saved =
                    saveUnlessLost(current ->
                            still.map(parked -> current.with(parked, now()))
                                    .orElseGet(() -> current.without(stream.stream(), now())));
            if (!saved) {
                return Optional.of(End.LEASED_BY_ANOTHER);
            }
            if (!isTimeLeft()) {
                return Optional.of(End.OUT_OF_TIME);
            }
        }
        return Optional.empty();
    }

    /** Tries a parked stream again. Returns the stream if it stays parked. */
    private Optional<ParkedStream> retried(ParkedStream parked) {
        Instant end = now().plus(TURN);
        long after = parked.position() - 1;
        Feed.Slice slice = feed.after(after, parked.stream());
        for (FeedEntry entry : slice.entries()) {
            if (entry.position() > state.position()) {
                return Optional.empty();
            }
            if (!now().isBefore(end)) {
                return Optional.of(parked.retriedAt(entry.position(), now()));
            }
            Optional<ParkedStream> failed = handling.retry(consumer, entry, parked, end);
            if (failed.isPresent()) {
                return failed;
            }
        }
        if (slice.next() >= state.position()) {
            return Optional.empty();
        }
        // An eventually consistent read may lack the last pages: then try the stream again soon.
        return Optional.of(
                parked.retriedAt(slice.next() + 1, slice.end() ? now().plus(SOON) : now()));
    }

    /**
     * Saves a change, and renews the lease. If somebody else changed the state meanwhile, such as
     * by a redrive, the change is made to the stored state. Returns false if another runner has the
     * lease.
     */
    private boolean saveUnlessLost(UnaryOperator<ConsumerState> change) {
        for (int attempt = 0; attempt < MAX_SAVES; attempt++) {
            ConsumerState next = change.apply(state).leasedUntil(now().plus(ConsumerRunner.LEASE));
            if (store.save(next)) {
                state = next;
                return true;
            }
            Optional<ConsumerState> stored =
                    store.find(consumer.name()).stream()
                            .filter(other -> other.segment().equals(state.segment()))
                            .findFirst();
            if (stored.filter(state::hasSameLease).isEmpty()) {
                return false;
            }
            state = stored.get();
        }
        return false;
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
