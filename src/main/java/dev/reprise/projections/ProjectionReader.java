package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import org.jspecify.annotations.Nullable;

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

    private static final Logger LOG = System.getLogger(ProjectionReader.class.getName());

    private static final Comparator<Found> BY_POSITION =
            Comparator.comparing(Found::position, ProjectionReader::comparePositions);

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
    private final LiveGeneration live;

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
        this.live = new LiveGeneration(views, projection, scan, clock);
    }

    /**
     * The stream's row; empty if there is none yet, if it is parked, or if the projection is not
     * ready.
     */
    public Optional<ProjectedView<V>> find(StreamName stream) {
        try {
            return live.number()
                    .flatMap(generation -> views.read(key(generation, stream)))
                    .flatMap(this::decode)
                    .filter(row -> !row.parked());
        } catch (ProjectionNotReadyException _) {
            return Optional.empty();
        }
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
        return live.number()
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
            Map<RowKey, StoredRow> rows =
                    views.readAll(
                            found.stream().map(hit -> key(generation, hit.stream())).toList());
            // 3. Take the rows that still stand at their position and match the filter.
            for (Found hit : found) {
                if (page.size() == limit
                        || characters > MAX_CHARACTERS
                        || examined == MAX_EXAMINED) {
                    return new ProjectionPage<>(page, last);
                }
                Optional<StoredRow> row =
                        Optional.ofNullable(rows.get(key(generation, hit.stream())));
                Optional<ProjectedView<V>> view =
                        row.flatMap(this::decode).filter(shown -> matches(shown, hit, listing));
                if (view.isPresent()) {
                    page.add(view.get());
                    characters +=
                            row.flatMap(StoredRow::intact)
                                    .flatMap(ProjectedRow::view)
                                    .map(String::length)
                                    .orElse(0);
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
                                after.map(end -> comparePositions(position, end) < 0).orElse(true)
                                        && page.next()
                                                .map(end -> comparePositions(position, end) >= 0)
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

    private static int comparePositions(String one, String other) {
        return Utf8Text.ORDER.compare(one, other);
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
