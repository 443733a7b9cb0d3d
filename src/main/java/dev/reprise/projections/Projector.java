package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps the rows of projections, from commits that may be delivered again, late, in any order, side
 * by side or not at all. It trusts nothing but the numbers in its rows: what a row has is passed
 * over, what it lacks is read from the event store.
 */
public final class Projector {

    private static final Logger LOG = System.getLogger(Projector.class.getName());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final List<Projection<?, ?>> projections;
    private final ViewStore views;
    private final EventStore events;
    private final InstantSource clock;

    /**
     * A projector of projections whose names are their own.
     *
     * @param clock for noting when a batch was applied; no row has anything of it
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
                        "not the name of one projection alone: " + projection.name());
            }
        }
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Applies a batch to all projections.
     *
     * <p>A commit that cannot be applied is parked in its row, and done with: it would fail as
     * often as it came.
     *
     * @return the ids of the deliveries that have to come again, because a store did not answer or
     *     another schema version of the code is needed; all others are done with
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
            // Read after the batch was delivered, and never kept: a rebuild counts on every later
            // batch to write its generation, too.
            Generations generations =
                    views.generations(projection.name())
                            .orElseGet(() ->
                                    views.begin(projection.name(), projection.schemaVersion()));
            for (Generation generation : generations.written()) {
                failed.addAll(project(projection, generation, streams));
            }
            if (failed.isEmpty()) {
                noteProgress(projection, streams);
            }
        } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "{0}: {1}", projection.name(), e.getMessage());
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
                    "generation {0} of {1} is of schema version {2}, and this code knows schema version {3} alone",
                    generation.number(),
                    projection.name(),
                    generation.schemaVersion(),
                    projection.schemaVersion());
            return ids(streams);
        }
        return new GenerationBatch<>(projection, generation.number(), views, events)
                .follow(streams);
    }

    /**
     * The commits for a projection, by their streams, each stream's in the order of their numbers.
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

    private void noteProgress(
            Projection<?, ?> projection, Map<StreamName, List<DeliveredCommit>> streams) {
        streams.values().stream()
                .flatMap(List::stream)
                .<Instant>mapMulti((delivery, instants) -> {
                    if (delivery instanceof DeliveredCommit.Intact(_, Commit commit, _)) {
                        instants.accept(commit.at());
                    }
                })
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> note(projection, newest));
    }

    /**
     * What is noted is to be looked at, and nothing comes of it: a batch that is applied is done
     * with all the same.
     */
    private void note(Projection<?, ?> projection, Instant newest) {
        try {
            views.note(projection.name(), new Progress(newest, clock.instant()));
        } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "{0}: {1}", projection.name(), e.getMessage());
        }
    }
}
