package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ViewStore.Retry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The streams whose rows a store refused for the moment. Their names are noted, so that the commits
 * of other streams are not held up. Later their rows are brought up to the streams' tails from the
 * event store. A commit is in the event store before it is delivered, so the name is enough.
 *
 * <p>ADR 5 says what happens if a step fails or is done twice.
 */
public final class RetryList {

    /** No more streams than this are counted. */
    public static final int MAX_COUNTED = 1_000;

    /** How many streams of a batch are noted at most. */
    static final int MAX_NOTED = 10;

    private static final int PAGE_SIZE = 100;

    private static final Logger LOG = System.getLogger(RetryList.class.getName());

    private final List<ProjectionVersions> projections;
    private final ViewStore views;
    private final EventStore events;
    private final InstantSource clock;

    public RetryList(
            List<? extends Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            InstantSource clock) {
        this.projections = ProjectionVersions.of(projections);
        this.views = views;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Notes the first streams of a batch that failed: then its records are delivered again from a
     * later place. No more than a few: a store that is too busy should not be given one batch after
     * another. A stream with a commit that was altered is left out, because only the delivery says
     * so.
     *
     * @param streams the streams of the batch, in its order
     * @return those that are noted, and whose commits need not be delivered again
     */
    static Set<StreamName> note(
            String projection,
            Map<StreamName, List<DeliveredCommit>> streams,
            Set<StreamName> failed,
            ViewStore views) {
        List<StreamName> first =
                streams.entrySet().stream()
                        .filter(stream -> failed.contains(stream.getKey()))
                        .filter(stream ->
                                stream.getValue().stream()
                                        .noneMatch(DeliveredCommit.Altered.class::isInstance))
                        .map(Map.Entry::getKey)
                        .limit(MAX_NOTED)
                        .toList();
        return Parallel.map(first, stream -> isNoted(projection, stream, views)).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isNoted(String projection, StreamName stream, ViewStore views) {
        try {
            views.noteRetry(projection, stream);
            LOG.log(
                    Level.WARNING,
                    "{0}: the rows of {1} could not be written, and are to be tried again later; other streams are not held up",
                    projection,
                    stream);
            return true;
        } catch (StoreUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} could not be noted: {2}; its commits are to be delivered again",
                    projection,
                    stream,
                    e.getMessage());
            return false;
        }
    }

    /**
     * Brings the rows of all noted streams up to the streams' tails, and removes the names. What
     * fails is left for the next call. Others may do the same at the same time.
     *
     * @param deadline a page of streams that has begun is finished
     */
    public void follow(Instant deadline) {
        for (ProjectionVersions projection : projections) {
            try {
                follow(projection, deadline);
            } catch (StoreUnavailableException | NewerReleaseException e) {
                LOG.log(
                        Level.WARNING,
                        "{0}: {1}; the streams that wait are to be tried again later",
                        projection.name(),
                        e.getMessage());
            }
        }
    }

    private void follow(ProjectionVersions projection, Instant deadline) {
        Optional<StreamName> after = Optional.empty();
        while (clock.instant().isBefore(deadline)) {
            List<Retry> page = views.retries(projection.name(), after, PAGE_SIZE);
            followed(projection, page)
                    .forEach(retry -> views.removeRetry(projection.name(), retry));
            if (page.size() < PAGE_SIZE) {
                return;
            }
            after = Optional.of(page.getLast().stream());
        }
    }

    /**
     * Follows streams in every generation that is written. The generations are read after the
     * names: whoever noted a name may know a generation that was registered only then.
     *
     * @return the names to remove
     */
    private List<Retry> followed(ProjectionVersions projection, List<Retry> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        Set<StreamName> streams = page.stream().map(Retry::stream).collect(Collectors.toSet());
        Set<StreamName> failed = new HashSet<>();
        for (Generation generation : views.written(projection.name())) {
            Optional<Projection<?, ?>> version = projection.in(generation.schemaVersion());
            if (version.isPresent()) {
                failed.addAll(
                        new GenerationBatch<>(
                                        version.get(),
                                        Approach.FOLLOWED,
                                        generation.number(),
                                        views,
                                        events)
                                .follow(streams));
            } else if (!projection.isOlderThanAll(generation.schemaVersion())) {
                // Newer code may have noted the names for this generation.
                return List.of();
            }
        }
        return page.stream().filter(retry -> !failed.contains(retry.stream())).toList();
    }
}
