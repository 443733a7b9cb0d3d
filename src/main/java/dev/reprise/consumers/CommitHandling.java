package dev.reprise.consumers;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.projections.Parallel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gives commits to a consumer: the commits of one stream in order, and several streams at once. */
final class CommitHandling {

    private static final Logger LOG = System.getLogger(CommitHandling.class.getName());

    /** If a store does not answer for this many streams, no further commit is begun. */
    private static final int MAX_INTERRUPTIONS = 4;

    private static final Duration PAUSE_AFTER_INTERRUPTION = Duration.ofMinutes(1);

    private final RetryPolicy retries;
    private final Supplier<Instant> now;
    private final int atOnce;

    CommitHandling(RetryPolicy retries, Supplier<Instant> now, int atOnce) {
        this.retries = retries;
        this.now = now;
        this.atOnce = atOnce;
    }

    /**
     * The outcome of handling commits.
     *
     * @param parked the streams with a commit that could not be handled
     * @param unhandledFrom the position of the first commit that has to be handled again later;
     *     empty if there is none
     * @param handledUpTo for each stream with handled commits, the position of the last one
     * @param interrupted whether something that the consumer needs does not answer
     */
    record Result(
            List<ParkedStream> parked,
            OptionalLong unhandledFrom,
            Map<StreamName, Long> handledUpTo,
            boolean interrupted) {

        Result {
            parked = List.copyOf(parked);
            handledUpTo = Map.copyOf(handledUpTo);
        }
    }

    /** The outcome of handling the commits of one stream. */
    private sealed interface Outcome {

        /** All were handled. */
        record Handled() implements Outcome {}

        /** A commit cannot be handled. */
        record Failed(FeedEntry entry, Throwable failure) implements Outcome {}

        /** Something that the consumer needs did not answer. */
        record Interrupted(FeedEntry entry, RuntimeException why) implements Outcome {}

        /** A commit was not begun, because the time was over or a store did not answer. */
        record NotBegun(FeedEntry entry) implements Outcome {}
    }

    /**
     * Handles commits.
     *
     * @param entries in the order of the feed
     * @param maxParked how many streams may be parked. If more streams have a commit that cannot be
     *     handled, the commits of the others have to be handled again later
     * @param until no commit is begun after this time
     */
    Result handle(FeedConsumer consumer, List<FeedEntry> entries, int maxParked, Instant until) {
        Map<StreamName, List<FeedEntry>> streams = new LinkedHashMap<>();
        entries.forEach(entry ->
                streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry));
        Slice slice = new Slice(consumer, until);
        Map<StreamName, Outcome> outcomes =
                Parallel.map(
                        streams.keySet(),
                        atOnce,
                        stream -> slice.handleInOrder(streams.getOrDefault(stream, List.of())));
        List<ParkedStream> failed = new ArrayList<>();
        List<Long> unhandled = new ArrayList<>();
        for (Outcome outcome : outcomes.values()) {
            switch (outcome) {
                case Outcome.Handled _ -> {}
                case Outcome.NotBegun(FeedEntry entry) -> unhandled.add(entry.position());
                case Outcome.Failed(FeedEntry entry, Throwable failure) -> {
                    logFirst(consumer, entry, failure);
                    failed.add(parked(entry, failure));
                }
                // If other streams are handled, this one is parked, so that they can continue.
                case Outcome.Interrupted(FeedEntry entry, RuntimeException why) -> {
                    if (slice.isInterrupted()) {
                        unhandled.add(entry.position());
                    } else {
                        failed.add(parked(entry, why));
                    }
                }
            }
        }
        List<ParkedStream> parked = failed.subList(0, Math.min(maxParked, failed.size()));
        OptionalLong unhandledFrom =
                Stream.concat(
                                unhandled.stream(),
                                failed.stream().skip(maxParked).map(ParkedStream::position))
                        .mapToLong(Long::longValue)
                        .min();
        return new Result(parked, unhandledFrom, slice.handledUpTo, slice.isInterrupted());
    }

    /** The commits that are handled together. */
    private final class Slice {

        private final FeedConsumer consumer;
        private final Instant until;
        private final Map<StreamName, Long> handledUpTo = new ConcurrentHashMap<>();
        private final AtomicInteger interruptions = new AtomicInteger();

        Slice(FeedConsumer consumer, Instant until) {
            this.consumer = consumer;
            this.until = until;
        }

        Outcome handleInOrder(List<FeedEntry> entries) {
            for (FeedEntry entry : entries) {
                if (!now.get().isBefore(until) || (interruptions.get() > 1 && isInterrupted())) {
                    return new Outcome.NotBegun(entry);
                }
                Outcome outcome = handle(consumer, entry, until);
                if (outcome instanceof Outcome.Interrupted(_, RuntimeException why)) {
                    boolean isForAll = why instanceof TryAgainLaterException;
                    interruptions.addAndGet(isForAll ? MAX_INTERRUPTIONS : 1);
                }
                if (!(outcome instanceof Outcome.Handled)) {
                    return outcome;
                }
                handledUpTo.put(entry.stream(), entry.lastPosition());
            }
            return new Outcome.Handled();
        }

        /** Whether so many streams were interrupted that the cause is not in a single stream. */
        boolean isInterrupted() {
            int count = interruptions.get();
            return count >= MAX_INTERRUPTIONS || count > handledUpTo.size();
        }
    }

    /** After the time is over, there is no further attempt. */
    private Outcome handle(FeedConsumer consumer, FeedEntry entry, Instant until) {
        RetryPolicy.Retries attempts = retries.start();
        while (true) {
            try {
                consumer.handle(entry);
                return new Outcome.Handled();
            } catch (TryAgainLaterException | StoreUnavailableException e) {
                return new Outcome.Interrupted(entry, e);
            } catch (RuntimeException e) {
                if (!now.get().isBefore(until) || !attempts.again()) {
                    return new Outcome.Failed(entry, e);
                }
            } catch (StackOverflowError | LinkageError | AssertionError e) {
                // Another attempt would fail in the same way.
                return new Outcome.Failed(entry, e);
            }
        }
    }

    /**
     * Logs the stack trace of the first failure, if it has one. Later attempts log only that the
     * stream is parked.
     */
    private static void logFirst(FeedConsumer consumer, FeedEntry entry, Throwable failure) {
        if (failure.getStackTrace().length == 0) {
            return;
        }
        LOG.log(
                Level.ERROR,
                "consumer %s failed on the commit of %s at position %d"
                        .formatted(consumer.name(), entry.stream(), entry.position()),
                failure);
    }

    private ParkedStream parked(FeedEntry entry, Throwable failure) {
        return ParkedStream.first(entry.stream(), entry.position(), text(failure), now.get());
    }

    /** Tries a commit of a parked stream. Returns the stream if it stays parked. */
    Optional<ParkedStream> retry(
            FeedConsumer consumer, FeedEntry entry, ParkedStream parked, Instant until) {
        return switch (handle(consumer, entry, until)) {
            case Outcome.Handled _ -> Optional.empty();
            case Outcome.Failed(_, Throwable failure) ->
                    Optional.of(parked.again(entry.position(), text(failure), now.get()));
            case Outcome.Interrupted _, Outcome.NotBegun _ ->
                    Optional.of(
                            parked.retriedAt(
                                    entry.position(), now.get().plus(PAUSE_AFTER_INTERRUPTION)));
        };
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
