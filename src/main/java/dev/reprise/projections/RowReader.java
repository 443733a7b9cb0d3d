package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads rows of a projection by their streams, and decodes their views. A row that cannot be read
 * is logged and treated as absent.
 */
final class RowReader<V> {

    private static final Logger LOG = System.getLogger(RowReader.class.getName());

    private final Projection<?, V> projection;
    private final ViewStore views;
    private final LiveGeneration live;

    RowReader(Projection<?, V> projection, ViewStore views, InstantSource clock) {
        this.projection = projection;
        this.views = views;
        this.live = new LiveGeneration(views, projection.name(), clock);
    }

    /** The number of the generation that is read. */
    int generation() {
        return live.number();
    }

    /** The stream's row in the live generation; empty if there is none yet. */
    Optional<ProjectedView<V>> read(StreamName stream) {
        return views.read(key(generation(), stream)).flatMap(this::decode);
    }

    /** A row, and how many characters its view takes in the store. */
    record SizedRow<V>(ProjectedView<V> view, int characters) {}

    /** Reads the rows of many streams. A stream without a row is absent from the result. */
    Map<StreamName, SizedRow<V>> readAll(int generation, Collection<StreamName> streams) {
        Map<StreamName, SizedRow<V>> read = new HashMap<>();
        views.readAll(streams.stream().map(stream -> key(generation, stream)).toList())
                .forEach((key, row) -> {
                    int characters = row.view().map(String::length).orElse(0);
                    decode(row)
                            .ifPresent(view ->
                                    read.put(key.stream(), new SizedRow<>(view, characters)));
                });
        return read;
    }

    private Optional<ProjectedView<V>> decode(ProjectedRow row) {
        if (row.view().isEmpty() || row.updatedAt().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProjectedView<>(
                            row.key().stream(),
                            projection.decode(row.view().get()),
                            row.version(),
                            row.updatedAt().get()));
        } catch (IllegalArgumentException damaged) {
            LOG.log(
                    Level.ERROR,
                    "{0} cannot be decoded and is shown as absent: {1}. The next event of its stream repairs it",
                    row.key(),
                    damaged.getMessage());
            return Optional.empty();
        }
    }

    private RowKey key(int generation, StreamName stream) {
        return new RowKey(projection.name(), generation, stream);
    }
}
