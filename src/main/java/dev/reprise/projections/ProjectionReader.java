package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.RowReader.SizedRow;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads a projection's rows: by stream, by index, or once a row or a list has reached a version. It
 * reads the live generation. The rows are a moment behind the events.
 *
 * <p>A row that cannot be read is logged and shown as absent; the stream's next event repairs it.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 *
 * @param <V> the view that a row shows
 */
public final class ProjectionReader<V> {

    private static final Comparator<Found> BY_POSITION =
            Comparator.comparing(Found::position, Utf8Text.ORDER);

    private static final Duration ROW_POLL = Duration.ofMillis(40);

    /** Longer, because a page costs up to 200 times what a row costs. */
    private static final Duration PAGE_POLL = Duration.ofMillis(200);

    /** How many rows to read at once when most of them may not match the filter. */
    private static final int MIN_READ_FILTERED = 100;

    /** How many rows are read for one page at most. */
    private static final int MAX_EXAMINED = 1_000;

    /** A page ends once its views take more characters than this in the store. */
    private static final int MAX_CHARACTERS = 4_000_000;

    private final Projection<?, V> projection;
    private final ViewStore views;
    private final RowReader<V> rows;

    /**
     * A reader of one projection.
     *
     * @param scan see {@link LiveGeneration}
     * @param clock see {@link LiveGeneration}
     */
    public ProjectionReader(
            Projection<?, V> projection, ViewStore views, CommitScan scan, InstantSource clock) {
        this.projection = projection;
        this.views = views;
        this.rows = new RowReader<>(projection, views, scan, clock);
    }

    /**
     * The stream's row; empty if there is none yet, if it is parked, or if the projection is not
     * ready.
     */
    public Optional<ProjectedView<V>> find(StreamName stream) {
        try {
            return rows.read(stream).filter(row -> !row.parked());
        } catch (ProjectionNotReadyException _) {
            return Optional.empty();
        }
    }

    /** Reads the rows. */
    RowReader<V> rows() {
        return rows;
    }

    /**
     * Waits for the stream's row to reach a version, and returns it; empty if it does not within
     * {@code patience}, or if the thread is interrupted, which stays interrupted.
     */
    public Optional<ProjectedView<V>> await(
            StreamName stream, StreamVersion atLeast, Duration patience) {
        return poll(
                patience,
                ROW_POLL,
                () -> find(stream).filter(row -> row.version().compareTo(atLeast) >= 0));
    }

    /** Tries until there is a result, the patience is over or the thread is interrupted. */
    private static <T> Optional<T> poll(
            Duration patience, Duration pause, Supplier<Optional<T>> attempt) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> result = unlessNotReady(attempt);
            if (result.isPresent() || deadline - System.nanoTime() < 0) {
                return result;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private static <T> Optional<T> unlessNotReady(Supplier<Optional<T>> attempt) {
        try {
            return attempt.get();
        } catch (ProjectionNotReadyException _) {
            return Optional.empty();
        }
    }

    /**
     * Which rows to list.
     *
     * @param partitions of the index, at least one. Several are merged by position: a list that is
     *     spread over shards has one partition for each
     * @param filter leaves out the rows that do not match; empty to list all
     */
    public record Listing<V>(Index index, List<String> partitions, Optional<Predicate<V>> filter) {

        public Listing {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A page of a list, from the highest position down. It has fewer rows than {@code limit} where
     * rows are large or where the filter leaves out many.
     *
     * @param after the {@link ProjectionPage#next} of the page before; empty for the first page
     * @param limit how many rows at most, 1 or more
     * @throws ProjectionNotReadyException if no generation can be read yet
     */
    public ProjectionPage<V> list(Listing<V> listing, Optional<String> after, int limit) {
        // One generation for the whole page: a position found in one is looked up in the same.
        return rows.generation()
                .map(generation -> list(generation, listing, after, limit))
                .orElseGet(() -> new ProjectionPage<>(List.of(), Optional.empty()));
    }

    private ProjectionPage<V> list(
            int generation, Listing<V> listing, Optional<String> after, int limit) {
        int batch = listing.filter().isPresent() ? Math.max(limit, MIN_READ_FILTERED) : limit;
        List<ProjectedView<V>> page = new ArrayList<>();
        Optional<String> last = after;
        int examined = 0;
        int characters = 0;
        while (true) {
            // 1. Find the next positions in the index; one more than needed shows if there is more.
            List<Found> found = find(generation, listing, last, batch + 1);
            // 2. Read their rows.
            Map<StreamName, SizedRow<V>> read =
                    rows.readAll(generation, found.stream().map(Found::stream).toList());
            // 3. Take the rows that still stand at their position and match the filter.
            for (Found hit : found) {
                if (page.size() == limit
                        || characters > MAX_CHARACTERS
                        || examined == MAX_EXAMINED) {
                    return new ProjectionPage<>(page, last);
                }
                Optional<SizedRow<V>> row =
                        Optional.ofNullable(read.get(hit.stream()))
                                .filter(sized -> matches(sized.view(), hit, listing));
                if (row.isPresent()) {
                    page.add(row.get().view());
                    characters += row.get().characters();
                }
                last = Optional.of(hit.position());
                examined++;
            }
            if (found.size() <= batch) {
                return new ProjectionPage<>(page, Optional.empty());
            }
        }
    }

    /**
     * Waits for a list to show a stream at a version, and returns the page. It waits for the
     * stream's row to reach the version. If the row belongs in the page, it then waits for the
     * index, too.
     *
     * @param after see {@link #list}
     * @param limit see {@link #list}
     * @return empty if the page does not show it within {@code patience}, or if the thread is
     *     interrupted, which stays interrupted
     */
    public Optional<ProjectionPage<V>> awaitListed(
            StreamName stream,
            StreamVersion atLeast,
            Listing<V> listing,
            Optional<String> after,
            int limit,
            Duration patience) {
        return poll(
                patience,
                ROW_POLL,
                () ->
                        find(stream)
                                .filter(row -> row.version().compareTo(atLeast) >= 0)
                                .flatMap(row -> {
                                    ProjectionPage<V> page = list(listing, after, limit);
                                    return shows(page, after, row, listing)
                                            ? Optional.of(page)
                                            : Optional.empty();
                                }));
    }

    /** Whether a page shows a row, if the row belongs in the list between the page's two ends. */
    private boolean shows(
            ProjectionPage<V> page,
            Optional<String> after,
            ProjectedView<V> row,
            Listing<V> listing) {
        boolean belongs =
                entries(row, listing)
                        .map(IndexEntry::position)
                        .anyMatch(position ->
                                after.map(end -> Utf8Text.ORDER.compare(position, end) < 0)
                                                .orElse(true)
                                        && page.next()
                                                .map(end ->
                                                        Utf8Text.ORDER.compare(position, end) >= 0)
                                                .orElse(true));
        return !belongs
                || page.views().stream().anyMatch(shown -> shown.stream().equals(row.stream()));
    }

    /**
     * Waits for a page of a list to show any row at a version, and returns the page. Returns the
     * page as it is if no row of it reaches the version within {@code patience}, or if the thread
     * is interrupted, which stays interrupted.
     *
     * @param after see {@link #list}
     * @param limit see {@link #list}
     */
    public ProjectionPage<V> awaitAny(
            StreamVersion atLeast,
            Listing<V> listing,
            Optional<String> after,
            int limit,
            Duration patience) {
        return poll(
                        patience,
                        PAGE_POLL,
                        () ->
                                Optional.of(list(listing, after, limit))
                                        .filter(page ->
                                                page.views().stream()
                                                        .anyMatch(row ->
                                                                row.version().compareTo(atLeast)
                                                                        >= 0)))
                .orElseGet(() -> list(listing, after, limit));
    }

    /** The next positions of all partitions of the listing, from the highest down. */
    private List<Found> find(
            int generation, Listing<V> listing, Optional<String> below, int limit) {
        return Parallel.map(
                        listing.partitions(),
                        partition ->
                                views.find(
                                        new IndexQuery(
                                                projection.name(),
                                                generation,
                                                listing.index(),
                                                partition),
                                        below,
                                        limit))
                .values()
                .stream()
                .flatMap(List::stream)
                .sorted(BY_POSITION.reversed())
                .limit(limit)
                .toList();
    }

    /** An index is a moment behind the rows: a row may have moved to another partition. */
    private boolean matches(ProjectedView<V> shown, Found hit, Listing<V> listing) {
        return entries(shown, listing).anyMatch(entry -> entry.position().equals(hit.position()));
    }

    /** The index entries with which a row belongs in a list; none if it does not. */
    private Stream<IndexEntry> entries(ProjectedView<V> row, Listing<V> listing) {
        if (!listing.filter().map(f -> f.test(row.view())).orElse(true)) {
            return Stream.empty();
        }
        return projection.indexEntries(row.stream(), row.view()).stream()
                .filter(entry ->
                        entry.index().equals(listing.index())
                                && listing.partitions().contains(entry.partition()));
    }
}
