package dev.reprise.projections;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StreamName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a projection by their streams, and decodes their views. A row that cannot be read
 * is logged and treated as absent. Reads are eventually consistent unless said otherwise.
 */
final class RowReader<V> {

    private static final Logger LOG = System.getLogger(RowReader.class.getName());

    private final Projection<?, V> projection;
    private final ViewStore views;
    private final LiveGeneration live;

    RowReader(Projection<?, V> projection, ViewStore views, CommitScan scan, InstantSource clock) {
        this.projection = projection;
        this.views = views;
        this.live = new LiveGeneration(views.eventually(), projection, scan, clock);
    }

    /**
     * The number of the generation that is read; see {@link LiveGeneration#number}.
     *
     * @throws ProjectionNotReadyException if no generation can be read yet
     */
    Optional<Integer> generation() {
        return live.number();
    }

    /**
     * The stream's row; empty if there is none yet.
     *
     * @throws ProjectionNotReadyException if no generation can be read yet
     */
    Optional<ProjectedView<V>> read(StreamName stream) {
        return generation()
                .flatMap(generation -> views.eventually().read(key(generation, stream)))
                .flatMap(this::decode);
    }

    /** A row, and how many characters its view takes in the store. */
    record SizedRow<V>(ProjectedView<V> view, int characters) {}

    /** The store, which reads as it is asked to. */
    ViewStore store(Consistency consistency) {
        return consistency == Consistency.STRONG ? views : views.eventually();
    }

    /** Reads the rows of many streams. A stream without a row is absent from the result. */
    Map<StreamName, SizedRow<V>> readAll(
            int generation, Collection<StreamName> streams, Consistency consistency) {
        Map<StreamName, SizedRow<V>> read = new HashMap<>();
        store(consistency)
                .readAll(streams.stream().map(stream -> key(generation, stream)).toList())
                .forEach((key, row) ->
                        decode(row)
                                .ifPresent(view ->
                                        read.put(
                                                key.stream(),
                                                new SizedRow<>(view, characters(row)))));
        return read;
    }

    private static int characters(StoredRow row) {
        return row.intact().flatMap(ProjectedRow::view).map(String::length).orElse(0);
    }

    private Optional<ProjectedView<V>> decode(StoredRow stored) {
        return switch (stored) {
            case StoredRow.Damaged(RowKey key, String error, _) -> {
                logUnreadable(key, error);
                yield Optional.empty();
            }
            case StoredRow.Intact(ProjectedRow row) ->
                    row.view().flatMap(view -> decode(row, view));
        };
    }

    private Optional<ProjectedView<V>> decode(ProjectedRow row, String view) {
        try {
            return Optional.of(
                    new ProjectedView<>(
                            row.key().stream(),
                            projection.decode(view),
                            row.version(),
                            row.updatedAt().orElseThrow(),
                            row.parked().isPresent()));
        } catch (IllegalArgumentException damaged) {
            logUnreadable(row.key(), damaged.getMessage());
            return Optional.empty();
        }
    }

    private static void logUnreadable(RowKey key, @Nullable String error) {
        LOG.log(
                Level.ERROR,
                "{0} cannot be read and is shown as absent: {1}. The next event of its stream repairs or parks it",
                key,
                error);
    }

    private RowKey key(int generation, StreamName stream) {
        return new RowKey(projection.name(), generation, stream);
    }
}
