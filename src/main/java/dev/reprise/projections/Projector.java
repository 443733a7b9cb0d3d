package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.GenerationBatch.Failures;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ProjectedRow.Parked;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** How often a projection's progress is saved at most. */
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

    private final List<ProjectionVersions> projections;
    private final ViewStore views;
    private final EventStore events;
    private final CommitScan scan;
    private final InstantSource clock;
    private final RebuildPolicy rebuilds;
    private final Map<String, List<Generation>> lastWritten = new ConcurrentHashMap<>();
    private final Map<String, Instant> progressSavedAt = new ConcurrentHashMap<>();
    private final Map<WrittenGeneration, Instant> retriedAt = new ConcurrentHashMap<>();
    private final Set<WrittenGeneration> frozen = ConcurrentHashMap.newKeySet();
    private final RowTally tally = new RowTally();

    private record WrittenGeneration(String projection, int generation) {}

    /**
     * A projector of these projections.
     *
     * @param projections a projection may be there in several schema versions
     * @param clock for the time at which a batch was applied; it does not affect the rows
     * @throws IllegalArgumentException as {@link ProjectionVersions#of}
     */
    public Projector(
            List<? extends Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            InstantSource clock) {
        this(projections, views, events, scan, clock, RebuildPolicy.manual());
    }

    /**
     * A projector that has projections rebuilt.
     *
     * @param rebuilds what is done about a projection whose rows are out of date
     */
    public Projector(
            List<? extends Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            InstantSource clock,
            RebuildPolicy rebuilds) {
        this.rebuilds = rebuilds;
        this.projections = ProjectionVersions.of(projections);
        this.views = views;
        this.events = events;
        this.scan = scan;
        this.clock = clock;
    }

    /**
     * Applies a batch to all generations of all projections.
     *
     * <p>A commit that cannot be applied is parked in its row and is not delivered again, because
     * it would fail each time. A parked commit of a newer release is tried again with the next
     * delivery of its stream, and by the first batch of a new process. Each parked commit is tried
     * again by code with a newer {@link EventCodec#schemaVersion}, within a minute of its first
     * batch.
     *
     * <p>A projection that has no generations yet gets one that is built. If one page holds all
     * commits there are, it is filled at once and becomes live.
     *
     * <p>A stream whose row a store refuses at each of two tries is noted in a {@link RetryList},
     * and its commits are not delivered again.
     *
     * @return the ids of the commits to deliver again: a store did not answer, or a generation has
     *     a newer schema version than this code. Empty if the whole batch was applied, parked or
     *     noted
     */
    public Set<String> project(List<DeliveredCommit> batch) {
        Set<String> failed = new HashSet<>();
        for (ProjectionVersions projection : projections) {
            Map<StreamName, List<DeliveredCommit>> streams = byStream(projection.category(), batch);
            if (!streams.isEmpty()) {
                failed.addAll(project(projection, streams));
            }
        }
        return failed;
    }

    /**
     * Duplicates and repairs that were counted while rows of live generations were written. A
     * generation that is being built does not count: it lacks commits until it is complete.
     */
    public RowTally tally() {
        return tally;
    }

    private Set<String> project(
            ProjectionVersions projection, Map<StreamName, List<DeliveredCommit>> streams) {
        try {
            // The generations are read for every batch and never cached: a rebuild relies on every
            // batch that is delivered after it began to write its generation, too. The rows of the
            // generations that were there last time are read along.
            ViewStore.Rows read =
                    views.readWithGenerations(
                            projection.name(),
                            lastWritten.getOrDefault(projection.name(), List.of()).stream()
                                    .flatMap(generation ->
                                            keys(projection, generation, streams.keySet()))
                                    .toList());
            Generations generations =
                    read.generations().orElseGet(() -> FirstBuild.register(projection, views));
            List<Generation> readAlong = lastWritten.getOrDefault(projection.name(), List.of());
            lastWritten.put(projection.name(), generations.written());
            Set<StreamName> failed = new HashSet<>();
            Set<StreamName> failedTwice = new HashSet<>();
            for (Generation generation : generations.written()) {
                Map<RowKey, StoredRow> rows =
                        readAlong.contains(generation)
                                ? read.rows()
                                : views.readAll(
                                        keys(projection, generation, streams.keySet()).toList());
                boolean isLive = generations.live().filter(generation::equals).isPresent();
                Failures failures =
                        project(
                                projection,
                                generation,
                                streams,
                                rows,
                                isLive ? tally : new RowTally());
                failed.addAll(failures.once());
                failedTwice.addAll(failures.twice());
            }
            failedTwice.removeAll(failed);
            Set<StreamName> noted = noted(projection, generations, streams, failedTwice);
            boolean isFilled =
                    generations.live().isPresent()
                            || !failed.isEmpty()
                            || !failedTwice.isEmpty()
                            || FirstBuild.fill(projection, generations, views, events, scan);
            if (!isFilled || isOutdated(projection, generations)) {
                rebuilds.rebuildNeeded(projection);
            }
            failed.addAll(failedTwice);
            failed.removeAll(noted);
            if (failed.isEmpty()) {
                saveProgress(projection, without(noted, streams));
            }
            return ids(failed, streams);
        } catch (StoreUnavailableException | NewerReleaseException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; the batch is to be delivered again",
                    projection.name(),
                    e.getMessage());
            return ids(streams.keySet(), streams);
        } catch (RuntimeException unexpected) {
            // The other projections go on.
            LOG.log(
                    Level.ERROR,
                    projection.name() + " failed; the batch is to be delivered again",
                    unexpected);
            return ids(streams.keySet(), streams);
        }
    }

    /**
     * Notes streams that failed, so that those after them are not held up. Not before a generation
     * is live, because it is the next batch that fills the first one.
     *
     * @return the streams that are noted
     */
    private Set<StreamName> noted(
            ProjectionVersions projection,
            Generations generations,
            Map<StreamName, List<DeliveredCommit>> streams,
            Set<StreamName> failed) {
        if (failed.isEmpty() || generations.live().isEmpty()) {
            return Set.of();
        }
        return RetryList.note(projection.name(), streams, failed, views);
    }

    private static Map<StreamName, List<DeliveredCommit>> without(
            Set<StreamName> noted, Map<StreamName, List<DeliveredCommit>> streams) {
        Map<StreamName, List<DeliveredCommit>> others = new HashMap<>(streams);
        others.keySet().removeAll(noted);
        return others;
    }

    private static boolean isOutdated(ProjectionVersions projection, Generations generations) {
        int newest = projection.newest().schemaVersion();
        return generations.building().isEmpty()
                && generations.live().filter(live -> live.schemaVersion() < newest).isPresent();
    }

    private static Stream<RowKey> keys(
            ProjectionVersions projection, Generation generation, Set<StreamName> streams) {
        return streams.stream()
                .map(stream -> new RowKey(projection.name(), generation.number(), stream));
    }

    private Failures project(
            ProjectionVersions projection,
            Generation generation,
            Map<StreamName, List<DeliveredCommit>> streams,
            Map<RowKey, StoredRow> rows,
            RowTally counted) {
        Optional<Projection<?, ?>> version = projection.in(generation.schemaVersion());
        if (version.isPresent()) {
            return project(version.get(), generation.number(), streams, rows, counted);
        }
        boolean isFrozen = projection.isOlderThanAll(generation.schemaVersion());
        if (!isFrozen
                || frozen.add(new WrittenGeneration(projection.name(), generation.number()))) {
            LOG.log(
                    Level.ERROR,
                    "generation {0} of {1} has schema version {2}, which this code does not have; {3}",
                    Integer.toString(generation.number()),
                    projection.name(),
                    Integer.toString(generation.schemaVersion()),
                    isFrozen
                            ? "it is no longer written. Rebuild the projection: POST /projections/"
                                    + projection.name()
                                    + "/rebuild"
                            : "its commits are to be delivered again, to newer code");
        }
        return new Failures(isFrozen ? Set.of() : streams.keySet(), Set.of());
    }

    private <E, V> Failures project(
            Projection<E, V> projection,
            int generation,
            Map<StreamName, List<DeliveredCommit>> streams,
            Map<RowKey, StoredRow> stored,
            RowTally counted) {
        GenerationBatch<E, V> rows =
                new GenerationBatch<>(projection, generation, views, events, counted);
        Failures failures = rows.projectInTwoTries(streams, stored);
        try {
            retryParked(projection, generation, rows);
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}; the parked commits are to be tried again with the next batch",
                    projection.name(),
                    e.getMessage());
        }
        return failures;
    }

    /**
     * Tries parked commits again, at most once a minute. The first time, in a new process, also
     * those that code of the same schema version parked for a newer release. A new process also
     * compares the row that was written last with the event store: if the events table was restored
     * to an earlier time, this row is ahead of its stream.
     */
    private <E, V> void retryParked(
            Projection<E, V> projection, int generation, GenerationBatch<E, V> rows) {
        WrittenGeneration key = new WrittenGeneration(projection.name(), generation);
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
     * The commits of a category, by stream in the order of the batch, and of each stream by
     * sequence number.
     */
    static Map<StreamName, List<DeliveredCommit>> byStream(
            String category, List<DeliveredCommit> batch) {
        Map<StreamName, List<DeliveredCommit>> streams = new LinkedHashMap<>();
        for (DeliveredCommit delivery : batch) {
            if (delivery.stream().category().equals(category)) {
                streams.computeIfAbsent(delivery.stream(), _ -> new ArrayList<>()).add(delivery);
            }
        }
        streams.values()
                .forEach(commits ->
                        commits.sort(Comparator.comparingLong(DeliveredCommit::sequenceNumber)));
        return streams;
    }

    private static Set<String> ids(
            Set<StreamName> of, Map<StreamName, List<DeliveredCommit>> streams) {
        return of.stream()
                .flatMap(stream -> streams.getOrDefault(stream, List.of()).stream())
                .map(DeliveredCommit::id)
                .collect(Collectors.toSet());
    }

    private void saveProgress(
            ProjectionVersions projection, Map<StreamName, List<DeliveredCommit>> streams) {
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
    private void saveProgress(ProjectionVersions projection, Commit newest) {
        Instant now = clock.instant();
        Instant last = progressSavedAt.get(projection.name());
        if (last != null && now.isBefore(last.plus(PROGRESS_INTERVAL))) {
            return;
        }
        progressSavedAt.put(projection.name(), now);
        try {
            views.saveProgress(
                    projection.name(),
                    new Progress(newest.at(), now, Optional.of(newest.stream())));
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the batch is applied, but its progress was not saved: {1}",
                    projection.name(),
                    e.getMessage());
        }
    }
}
