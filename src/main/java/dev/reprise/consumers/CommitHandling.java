package dev.reprise.consumers;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.projections.Parallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gives commits to a consumer: those of one stream in order, those of several at the same time. */
final class CommitHandling {

    private final RetryPolicy retries;
    private final Supplier<Instant> now;
    private final int atOnce;

    CommitHandling(RetryPolicy retries, Supplier<Instant> now, int atOnce) {
        this.retries = retries;
        this.now = now;
        this.atOnce = atOnce;
    }

    /**
     * What became of commits.
     *
     * @param parked the streams with a commit that could not be handled
     * @param unhandledFrom the position of the first commit that has to be handled again later;
     *     empty if there is none
     * @param handledUpTo of each stream with handled commits, the last position of these
     * @param interrupted whether something that the consumer needs did not answer, for none of the
     *     streams
     */
    record Result(
            List<ParkedStream> parked,
            OptionalLong unhandledFrom,
            Map<StreamName, Long> handledUpTo,
            boolean interrupted) {

        Result {
            parked = List.copyOf(parked);
            handledUpTo = Collections.unmodifiableMap(new HashMap<>(handledUpTo));
        }
    }

    /** What became of the commits of one stream. */
    private sealed interface Outcome {

        /** All were handled. */
        record Handled() implements Outcome {}

        /** A commit cannot be handled. */
        record Failed(FeedEntry entry, Throwable failure) implements Outcome {}

        /** Something that the consumer needs did not answer. */
        record Interrupted(FeedEntry entry, StoreUnavailableException why) implements Outcome {}

        /** There was no time for a commit. */
        record OutOfTime(FeedEntry entry) implements Outcome {}
    }

    /**
     * Handles commits.
     *
     * @param entries in the order of the feed
     * @param maxParked if more streams have a commit that cannot be handled, those of the others
     *     have to be handled again later
     * @param until no commit is begun after this time
     */
    Result handle(FeedConsumer consumer, List<FeedEntry> entries, int maxParked, Instant until) {
        Map<StreamName, List<FeedEntry>> streams = new LinkedHashMap<>();
        entries.forEach(entry ->
                streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry));
        Map<StreamName, Long> handledUpTo = Collections.synchronizedMap(new HashMap<>());
        Map<StreamName, Outcome> outcomes =
                Parallel.map(
                        streams.keySet(),
                        atOnce,
                        stream ->
                                handleInOrder(
                                        consumer,
                                        streams.getOrDefault(stream, List.of()),
                                        until,
                                        handledUpTo));
        boolean interrupted =
                handledUpTo.isEmpty()
                        && outcomes.values().stream()
                                .anyMatch(Outcome.Interrupted.class::isInstance);
        List<ParkedStream> failed = new ArrayList<>();
        List<Long> unhandled = new ArrayList<>();
        for (Outcome outcome : outcomes.values()) {
            switch (outcome) {
                case Outcome.Handled _ -> {}
                case Outcome.OutOfTime(FeedEntry entry) -> unhandled.add(entry.position());
                case Outcome.Failed(FeedEntry entry, Throwable failure) ->
                        failed.add(parked(entry, failure));
                // If others are handled, it does not hold them up.
                case Outcome.Interrupted(FeedEntry entry, StoreUnavailableException why) -> {
                    if (interrupted) {
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
        return new Result(parked, unhandledFrom, handledUpTo, interrupted);
    }

    private Outcome handleInOrder(
            FeedConsumer consumer,
            List<FeedEntry> entries,
            Instant until,
            Map<StreamName, Long> handledUpTo) {
        for (FeedEntry entry : entries) {
            if (!now.get().isBefore(until)) {
                return new Outcome.OutOfTime(entry);
            }
            Outcome outcome = handle(consumer, entry);
            if (!(outcome instanceof Outcome.Handled)) {
                return outcome;
            }
            handledUpTo.put(entry.stream(), entry.lastPosition());
        }
        return new Outcome.Handled();
    }

    private Outcome handle(FeedConsumer consumer, FeedEntry entry) {
        RetryPolicy.Retries attempts = retries.start();
        while (true) {
            try {
                consumer.handle(entry);
                return new Outcome.Handled();
            } catch (StoreUnavailableException e) {
                return new Outcome.Interrupted(entry, e);
            } catch (RuntimeException e) {
                if (!attempts.again()) {
                    return new Outcome.Failed(entry, e);
                }
            } catch (StackOverflowError | LinkageError | AssertionError e) {
                // Another attempt would end in the same way.
                return new Outcome.Failed(entry, e);
            }
        }
    }

    private ParkedStream parked(FeedEntry entry, Throwable failure) {
        return ParkedStream.first(entry.stream(), entry.position(), text(failure), now.get());
    }

    /** Tries a commit of a parked stream. Returns the stream if it stays parked. */
    Optional<ParkedStream> retry(FeedConsumer consumer, FeedEntry entry, ParkedStream parked) {
        return switch (handle(consumer, entry)) {
            case Outcome.Handled _ -> Optional.empty();
            case Outcome.Failed(_, Throwable failure) ->
                    Optional.of(parked.again(entry.position(), text(failure), now.get()));
            case Outcome.Interrupted(_, StoreUnavailableException why) ->
                    Optional.of(parked.again(entry.position(), text(why), now.get()));
            case Outcome.OutOfTime _ -> Optional.of(parked.retriedAt(entry.position(), now.get()));
        };
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
