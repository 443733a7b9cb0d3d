package dev.reprise.projections;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ProjectedRow.Parked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tries the commits of parked streams again, because a person asks for it. A row is unparked, and
 * then brought up to its stream's tail from the event store, in every generation that is written. A
 * commit that still cannot be applied is parked again.
 */
public final class Redrive {

    /** How many parked streams of a generation one call redrives. */
    public static final int MAX_STREAMS = 1_000;

    private final ViewStore views;
    private final EventStore events;

    public Redrive(ViewStore views, EventStore events) {
        this.views = views;
        this.events = events;
    }

    /** What became of the redrive of a stream. */
    public sealed interface Result {

        /**
         * The rows that were parked, as they are now.
         *
         * @param rows one for each generation, the live one first
         */
        record Redriven(List<ProjectedRow> rows) implements Result {

            public Redriven {
                rows = List.copyOf(rows);
            }
        }

        /** No row of the stream is parked. */
        record NotParked() implements Result {}

        /** The row can only be made right by a rebuild, and nothing was tried. */
        record NeedsRebuild(Parked parked) implements Result {}

        /** There is no such stream. */
        record NoEvents() implements Result {}
    }

    /**
     * What became of the redrive of all parked streams.
     *
     * @param redriven how many rows were tried again
     * @param parkedAgain how many of them are parked again
     * @param needRebuild how many rows were not tried, because only a rebuild makes them right
     */
    public record Count(int redriven, int parkedAgain, int needRebuild) {

        private Count plus(Count other) {
            return new Count(
                    redriven + other.redriven,
                    parkedAgain + other.parkedAgain,
                    needRebuild + other.needRebuild);
        }
    }

    /**
     * Redrives a stream.
     *
     * @throws StoreUnavailableException if a store did not answer; the stream may be redriven
     */
    public Result redrive(ProjectionVersions projection, StreamName stream) {
        List<ProjectedRow> parked = new ArrayList<>();
        List<ProjectedRow> redriven = new ArrayList<>();
        for (Generation generation : written(projection)) {
            RowKey key = new RowKey(projection.name(), generation.number(), stream);
            Optional<ProjectedRow> row =
                    views.read(key)
                            .flatMap(StoredRow::intact)
                            .filter(found -> found.parked().isPresent());
            row.ifPresent(parked::add);
            row.filter(Redrive::isTried)
                    .ifPresent(
                            _ -> redriven.addAll(redrive(projection, generation, Set.of(stream))));
        }
        if (!redriven.isEmpty()) {
            return new Result.Redriven(redriven);
        }
        if (!parked.isEmpty()) {
            return new Result.NeedsRebuild(parked.getFirst().parked().orElseThrow());
        }
        boolean isFollowed = stream.category().equals(projection.category());
        return isFollowed && events.readFrom(stream, 1, 1).iterator().hasNext()
                ? new Result.NotParked()
                : new Result.NoEvents();
    }

    /**
     * Redrives the first {@value #MAX_STREAMS} parked streams of each generation.
     *
     * @return empty if none is parked
     * @throws StoreUnavailableException if a store did not answer; some streams may be redriven
     */
    public Optional<Count> redriveAll(ProjectionVersions projection) {
        return written(projection).stream()
                .flatMap(generation -> redriveAll(projection, generation).stream())
                .reduce(Count::plus);
    }

    private Optional<Count> redriveAll(ProjectionVersions projection, Generation generation) {
        List<ProjectedRow> parked =
                views.parked(projection.name(), generation.number(), MAX_STREAMS);
        if (parked.isEmpty()) {
            return Optional.empty();
        }
        Set<StreamName> tried =
                parked.stream()
                        .filter(Redrive::isTried)
                        .map(row -> row.key().stream())
                        .collect(Collectors.toSet());
        List<ProjectedRow> rows = redrive(projection, generation, tried);
        return Optional.of(
                new Count(
                        tried.size(),
                        (int) rows.stream().filter(row -> row.parked().isPresent()).count(),
                        parked.size() - tried.size()));
    }

    private static boolean isTried(ProjectedRow row) {
        return row.parked()
                .filter(parked -> parked.reason() != Parked.Reason.NEEDS_REBUILD)
                .isPresent();
    }

    /** The generations that this code can write. */
    private List<Generation> written(ProjectionVersions projection) {
        return views.written(projection.name()).stream()
                .filter(generation -> projection.in(generation.schemaVersion()).isPresent())
                .toList();
    }

    /** Redrives streams in one generation. Returns their rows. */
    private List<ProjectedRow> redrive(
            ProjectionVersions projection, Generation generation, Set<StreamName> streams) {
        Set<StreamName> failed =
                new HashSet<>(
                        new GenerationBatch<>(
                                        projection.in(generation.schemaVersion()).orElseThrow(),
                                        Approach.REDRIVEN,
                                        generation.number(),
                                        views,
                                        events)
                                .follow(streams));
        if (!failed.isEmpty()) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    failed.size()
                            + " of "
                            + streams.size()
                            + " streams could not be redriven, because a store did not answer");
        }
        Map<RowKey, StoredRow> rows =
                views.readAll(
                        streams.stream()
                                .map(stream ->
                                        new RowKey(projection.name(), generation.number(), stream))
                                .toList());
        return rows.values().stream().flatMap(row -> row.intact().stream()).toList();
    }
}
