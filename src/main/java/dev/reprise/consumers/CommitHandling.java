package dev.reprise.consumers;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.projections.Parallel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Gives commits to a consumer: those of one stream in order, those of several at the same time. */
final class CommitHandling {

    private static final Logger LOG = System.getLogger(CommitHandling.class.getName());

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
     * @param firstUnhandled the first commit that has to be handled again later; empty if there is
     *     none
     * @param interrupted whether something that a commit needs did not answer
     */
    record Result(
            List<ParkedStream> parked, Optional<FeedEntry> firstUnhandled, boolean interrupted) {}

    /** What became of the commits of one stream. */
    private sealed interface Outcome {

        record Handled() implements Outcome {}

        record Failed(FeedEntry entry, RuntimeException failure) implements Outcome {}

        record Interrupted(FeedEntry entry) implements Outcome {}

        /** The time was over, or the run was interrupted, before the commit was begun. */
        record NotBegun(FeedEntry entry) implements Outcome {}
    }

    /**
     * Handles commits.
     *
     * @param entries in the order of the feed
     * @param until no commit is begun after this time, nor after one was interrupted
     * @param maxParked if more streams have a commit that cannot be handled, those of the others
     *     have to be handled again later
     */
    Result handle(FeedConsumer consumer, List<FeedEntry> entries, Instant until, int maxParked) {
        Map<StreamName, List<FeedEntry>> streams = new LinkedHashMap<>();
        entries.forEach(entry ->
                streams.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry));
        AtomicBoolean interrupted = new AtomicBoolean();
        BooleanSupplier isOver = () -> interrupted.get() || !now.get().isBefore(until);
        Map<StreamName, Outcome> outcomes =
                Parallel.map(
                        streams.keySet(),
                        atOnce,
                        stream -> {
                            Outcome outcome =
                                    handleInOrder(
                                            consumer,
                                            streams.getOrDefault(stream, List.of()),
                                            isOver);
                            if (outcome instanceof Outcome.Interrupted) {
                                interrupted.set(true);
                            }
                            return outcome;
                        });
        List<ParkedStream> parked = new ArrayList<>();
        List<FeedEntry> unhandled = new ArrayList<>();
        for (Outcome outcome : outcomes.values()) {
            switch (outcome) {
                case Outcome.Handled _ -> {}
                case Outcome.NotBegun(FeedEntry entry) -> unhandled.add(entry);
                case Outcome.Interrupted(FeedEntry entry) -> unhandled.add(entry);
                case Outcome.Failed(FeedEntry entry, _) when parked.size() == maxParked ->
                        unhandled.add(entry);
                case Outcome.Failed(FeedEntry entry, RuntimeException failure) ->
                        parked.add(
                                ParkedStream.first(
                                        entry.stream(),
                                        entry.position(),
                                        text(failure),
                                        now.get()));
            }
        }
        return new Result(
                parked,
                unhandled.stream().min(Comparator.comparingLong(FeedEntry::position)),
                interrupted.get());
    }

    private Outcome handleInOrder(
            FeedConsumer consumer, List<FeedEntry> entries, BooleanSupplier isOver) {
        for (FeedEntry entry : entries) {
            if (isOver.getAsBoolean()) {
                return new Outcome.NotBegun(entry);
            }
            Outcome outcome = handle(consumer, entry);
            if (!(outcome instanceof Outcome.Handled)) {
                return outcome;
            }
        }
        return new Outcome.Handled();
    }

    private Outcome handle(FeedConsumer consumer, FeedEntry entry) {
        RetryPolicy.Retries attempts = retries.start();
        while (true) {
            try {
                consumer.handle(entry);
                return new Outcome.Handled();
            } catch (TryAgainLaterException | StoreUnavailableException e) {
                LOG.log(
                        Level.WARNING,
                        "consumer {0} handles the commit of {1} at position {2} again later: {3}",
                        consumer.name(),
                        entry.stream(),
                        Long.toString(entry.position()),
                        e.getMessage());
                return new Outcome.Interrupted(entry);
            } catch (RuntimeException e) {
                if (!attempts.again()) {
                    return new Outcome.Failed(entry, e);
                }
            }
        }
    }

    /** Tries a commit of a parked stream. Returns the stream if it stays parked. */
    Optional<ParkedStream> retry(FeedConsumer consumer, FeedEntry entry, ParkedStream parked) {
        return switch (handle(consumer, entry)) {
            case Outcome.Handled _ -> Optional.empty();
            case Outcome.Failed(_, RuntimeException failure) ->
                    Optional.of(parked.again(entry.position(), text(failure), now.get()));
            case Outcome.Interrupted _, Outcome.NotBegun _ ->
                    Optional.of(parked.retriedAt(entry.position(), now.get()));
        };
    }

    private static String text(RuntimeException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
