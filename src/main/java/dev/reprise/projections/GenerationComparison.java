package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the generation that is built with the live one, row by row, before the switch. Both may
 * be written meanwhile: a row that one of them has and the other has not yet is listed, too.
 */
public final class GenerationComparison {

    /** How many rows one page compares at most, whether they differ or not. */
    private static final int MAX_COMPARED = 1_000;

    /** How many pages of rows are read for one page at most; most of them may be empty. */
    private static final int MAX_READS = 200;

    private static final String LIVE = "live/";
    private static final String BUILT = "built/";

    private final ViewStore views;

    GenerationComparison(ViewStore views) {
        this.views = views;
    }

    /** What became of a request. */
    public sealed interface Outcome {

        /**
         * A page of differences.
         *
         * @param live the number of the live generation
         * @param built the number of the generation that is built
         * @param differences may be none although there is a next page
         * @param next the position after this page; empty on the last page
         */
        record Compared(int live, int built, List<RowDifference> differences, Optional<String> next)
                implements Outcome {

            public Compared {
                differences = List.copyOf(differences);
            }
        }

        /** No generation is built, or none is live. */
        record NothingToCompare(String detail) implements Outcome {}
    }

    /** Whether a text has the form of a position. */
    public static boolean isPosition(String text) {
        return text.startsWith(LIVE) || text.startsWith(BUILT);
    }

    /**
     * Compares some rows: first those of the live generation with the built ones, then it looks for
     * built rows that are not live.
     *
     * @param after the {@link Outcome.Compared#next} of the page before; empty for the first page
     * @param limit the maximum number of differences, from 1 to {@link ViewStore#MAX_PAGE}
     * @throws IllegalArgumentException if {@code after} is not a position
     * @throws StoreUnavailableException if the store did not answer
     */
    public Outcome compare(ProjectionVersions projection, Optional<String> after, int limit) {
        Optional<Generations> generations = views.generations(projection.name());
        Optional<Generation> built = generations.flatMap(Generations::building);
        Optional<Generation> live = generations.flatMap(Generations::live);
        if (built.isEmpty()) {
            return new Outcome.NothingToCompare(
                    "no generation of " + projection.name() + " is being built");
        }
        if (live.isEmpty()) {
            return new Outcome.NothingToCompare(
                    "generation "
                            + built.get().number()
                            + " of "
                            + projection.name()
                            + " is its first one, and there is no live one to compare it with");
        }
        return new Page(projection, live.get(), built.get()).read(after, limit);
    }

    /** Reads one page. */
    private final class Page {

        private final ProjectionVersions projection;
        private final Generation live;
        private final Generation built;
        private final RowComparison comparison;
        private final List<RowDifference> found = new ArrayList<>();
        private int compared;

        Page(ProjectionVersions projection, Generation live, Generation built) {
            this.projection = projection;
            this.live = live;
            this.built = built;
            this.comparison =
                    new RowComparison(
                            projection.in(live.schemaVersion()),
                            projection.in(built.schemaVersion()));
        }

        Outcome.Compared read(Optional<String> after, int limit) {
            Optional<String> place = Optional.of(after.orElse(LIVE));
            for (int reads = 0;
                    place.isPresent()
                            && reads < MAX_READS
                            && compared < MAX_COMPARED
                            && found.size() < limit;
                    reads++) {
                place = readFrom(place.get(), limit - found.size());
            }
            return new Outcome.Compared(live.number(), built.number(), found, place);
        }

        private Optional<String> readFrom(String place, int limit) {
            if (place.startsWith(LIVE)) {
                ViewStore.RowPage page = rows(live, place.substring(LIVE.length()), limit);
                compareWith(built, page.rows());
                return Optional.of(page.next().map(LIVE::concat).orElse(BUILT));
            }
            if (place.startsWith(BUILT)) {
                ViewStore.RowPage page = rows(built, place.substring(BUILT.length()), limit);
                compareWith(live, page.rows());
                return page.next().map(BUILT::concat);
            }
            throw new IllegalArgumentException("not a place in a comparison: " + place);
        }

        private ViewStore.RowPage rows(Generation generation, String cursor, int limit) {
            return views.rows(
                    projection.name(),
                    generation.number(),
                    cursor.isEmpty() ? Optional.empty() : Optional.of(cursor),
                    limit);
        }

        /** Compares rows of one generation with those of the other. */
        private void compareWith(Generation other, List<StoredRow> rows) {
            Map<RowKey, StoredRow> others =
                    rows.isEmpty()
                            ? Map.of()
                            : views.readAll(
                                    rows.stream()
                                            .map(row -> key(other, row.key().stream()))
                                            .toList());
            for (StoredRow row : rows) {
                StreamName stream = row.key().stream();
                Optional<StoredRow> its = Optional.ofNullable(others.get(key(other, stream)));
                if (other.equals(built)) {
                    comparison.compare(stream, Optional.of(row), its).ifPresent(found::add);
                } else if (its.isEmpty()) {
                    // Rows that are live, too, were compared before.
                    comparison.compare(stream, its, Optional.of(row)).ifPresent(found::add);
                }
            }
            compared += rows.size();
        }

        private RowKey key(Generation generation, StreamName stream) {
            return new RowKey(projection.name(), generation.number(), stream);
        }
    }
}
