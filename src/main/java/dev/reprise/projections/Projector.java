package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ProjectedRow.Parked;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps the rows of projections up to date. Commits may be delivered more than once, late, in any
 * order, in parallel or not at all. So the projector compares each commit with its row: it skips a
 * commit that the row already has, and reads missing commits from the event store.
 */
public final class Projector {

    private static final Logger LOG = System.getLogger(Projector.class.getName());

    /** How often parked rows are listed, to try those again that this code may know. */
    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);

    /** How many parked rows are listed for a retry. */
    private static final int MAX_RETRIED = 1_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final List<Projection<?, ?>> projections;
    private final ViewStore views;
    private final EventStore events;
    private final InstantSource clock;
    private final Map<RetriedGeneration, Instant> retriedAt = new ConcurrentHashMap<>();

    private record RetriedGeneration(String projection, int generation) {}

    /**
     * A projector of these projections.
     *
     * @param projections each with its own name
     * @param clock for the time at which a batch was applied; it does not affect the rows
     * @throws IllegalArgumentException if a projection's name is malformed or used twice
     */
    public Projector(
            List<? extends Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            InstantSource clock) {
        this.projections = List.copyOf(projections);
        Set<String> names = new HashSet<>();
        for (Projection<?, ?> projection : projections) {
            if (!NAME.matcher(projection.name()).matches() || !names.add(projection.name())) {
                throw new IllegalArgumentException(
                        "the name of a projection must be unique, and 1 to 64 letters, digits or dashes, found \""
                                + projection.name()
                                + "\"");
            }
        }
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Applies a batch to all projections.
     *
     * <p>A commit that cannot be applied is parked in its row and is not delivered again, because
     * it would fail each time. A parked commit of a newer release is tried again with the next
     * delivery of its stream, and by the first batch of a new process. Each parked commit is tried
     * again by code with a newer {@link EventCodec#schemaVersion}, within a minute of its first
     * batch.
     *
     * @return the ids of the commits to deliver again: a store did not answer, or a generation has
     *     another schema version than this code. Empty if the whole batch was applied or parked
     */
    public Set<String> project(List<DeliveredCommit> batch) {
        Set<String> failed = new HashSet<>();
        for (Projection<?, ?> projection : projections) {
            failed.addAll(project(projection, batch));
        }
        return failed;
    }

    private <E, V> Set<String> project(Projection<E, V> projection, List<DeliveredCommit> batch) {
        Map<StreamName, List<DeliveredCommit>> streams = byStream(projection, batch);
        if (streams.isEmpty()) {
            return Set.of();
        }
        Set<String> failed = new HashSet<>();
        try {
            // Read for every batch and never cached: a rebuild relies on every batch that is
            // delivered after it began to write its generation, too.
            Generations generations =
                    views.generations(projection.name())
                            .orElseGet(() ->
                                    views.register(projection.name(), projection.schemaVersion()));
            for (Generation generation : generations.written()) {
                failed.addAll(project(projection, generation, streams));
            }
            if (failed.isEmpty()) {
                saveProgress(projection, streams);
            }
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; the batch is to be delivered again",
                    projection.name(),
                    e.getMessage());
            failed.addAll(ids(streams));
        }
        return failed;
    }

    private <E, V> Set<String> project(
            Projection<E, V> projection,
            Generation generation,
            Map<StreamName, List<DeliveredCommit>> streams) {
        if (generation.schemaVersion() != projection.schemaVersion()) {
            LOG.log(
                    Level.ERROR,
                    "generation {0} of {1} has schema version {2}, but this code has schema version {3}; its commits are to be delivered again. Deploy the code that has schema version {2}",
                    Integer.toString(generation.number()),
                    projection.name(),
                    Integer.toString(generation.schemaVersion()),
                    Integer.toString(projection.schemaVersion()));
            return ids(streams);
        }
        GenerationBatch<E, V> rows =
                new GenerationBatch<>(projection, generation.number(), views, events);
        Set<String> failed = rows.project(streams);
        try {
            retryParked(projection, generation.number(), rows);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; the parked commits are to be tried again with the next batch",
                    projection.name(),
                    e.getMessage());
        }
        return failed;
    }

    /**
     * Tries parked commits again, at most once a minute. The first time, in a new process, also
     * those that code of the same schema version parked for a newer release. A new process also
     * compares the row that was written last with the event store: if the events table was restored
     * to an earlier time, this row is ahead of its stream.
     */
    private <E, V> void retryParked(
            Projection<E, V> projection, int generation, GenerationBatch<E, V> rows) {
        RetriedGeneration key = new RetriedGeneration(projection.name(), generation);
        Instant now = clock.instant();
        Instant last = retriedAt.get(key);
        if (last != null && now.isBefore(last.plus(RETRY_INTERVAL))) {
            return;
        }
        int codeVersion = projection.codec().schemaVersion();
        Predicate<Parked> isRetried =
                parked ->
                        last == null
                                ? parked.isRetriedBy(codeVersion)
                                : parked.isRetriedBy(codeVersion)
                                        && parked.schemaVersion() < codeVersion;
        Map<StreamName, List<DeliveredCommit>> streams =
                views.parked(projection.name(), generation, MAX_RETRIED).stream()
                        .filter(row -> row.parked().filter(isRetried).isPresent())
                        .collect(Collectors.toMap(row -> row.key().stream(), _ -> List.of()));
        if (last == null) {
            views.progress(projection.name())
                    .flatMap(Progress::stream)
                    .ifPresent(stream -> streams.putIfAbsent(stream, List.of()));
        }
        if (!streams.isEmpty()) {
            rows.project(streams);
        }
        retriedAt.put(key, now);
    }

    /**
     * The commits of the projection's category, by stream, and of each stream by sequence number.
     */
    private static Map<StreamName, List<DeliveredCommit>> byStream(
            Projection<?, ?> projection, List<DeliveredCommit> batch) {
        return batch.stream()
                .filter(delivery -> delivery.stream().category().equals(projection.category()))
                .sorted(Comparator.comparingLong(DeliveredCommit::sequenceNumber))
                .collect(
                        Collectors.groupingBy(
                                DeliveredCommit::stream, LinkedHashMap::new, Collectors.toList()));
    }

    private static Set<String> ids(Map<StreamName, List<DeliveredCommit>> streams) {
        return streams.values().stream()
                .flatMap(List::stream)
                .map(DeliveredCommit::id)
                .collect(Collectors.toSet());
    }

    private void saveProgress(
            Projection<?, ?> projection, Map<StreamName, List<DeliveredCommit>> streams) {
        streams.values().stream()
                .flatMap(List::stream)
                .<Commit>mapMulti((delivery, commits) -> {
                    if (delivery instanceof DeliveredCommit.Intact(_, Commit commit, _)) {
                        commits.accept(commit);
                    }
                })
                .max(Comparator.comparing(Commit::at))
                .ifPresent(newest -> saveProgress(projection, newest));
    }

    /**
     * A failure is only logged: progress is shown to people, and the batch is applied all the same.
     */
    private void saveProgress(Projection<?, ?> projection, Commit newest) {
        try {
            views.saveProgress(
                    projection.name(),
                    new Progress(newest.at(), clock.instant(), Optional.of(newest.stream())));
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the batch is applied, but its progress was not saved: {1}",
                    projection.name(),
                    e.getMessage());
        }
    }
}
