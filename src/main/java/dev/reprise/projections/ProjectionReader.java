package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a projection's rows: by stream, by index, or once a row has reached a version. It reads the
 * live generation. The rows are a moment behind the events.
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
            Comparator.comparing(
                    found -> found.position().getBytes(StandardCharsets.UTF_8),
                    Arrays::compareUnsigned);

    private static final Duration POLL = Duration.ofMillis(40);

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
     * @param clock see {@link LiveGeneration}
     */
    public ProjectionReader(Projection<?, V> projection, ViewStore views, InstantSource clock) {
        this.projection = projection;
        this.views = views;
        this.live = new LiveGeneration(views, projection.name(), clock);
    }

    /** The stream's row; empty if there is none yet. */
    public Optional<ProjectedView<V>> find(StreamName stream) {
        return views.read(key(live.number(), stream)).flatMap(this::decode);
    }

    /**
     * Waits for the stream's row to reach a version, and returns it; empty if it does not within
     * {@code patience}, or if the thread is interrupted, which stays interrupted.
     */
    public Optional<ProjectedView<V>> await(
            StreamName stream, StreamVersion atLeast, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<ProjectedView<V>> found =
                    find(stream).filter(row -> row.version().compareTo(atLeast) >= 0);
            if (found.isPresent() || deadline - System.nanoTime() < 0) {
                return found;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
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
     */
    public ProjectionPage<V> list(Listing<V> listing, Optional<String> after, int limit) {
        // One generation for the whole page: a position found in one is looked up in the same.
        int generation = live.number();
        int batch = listing.filter().isPresent() ? Math.max(limit, MIN_READ_FILTERED) : limit;
        List<ProjectedView<V>> page = new ArrayList<>();
        Optional<String> last = after;
        int examined = 0;
        int characters = 0;
        while (true) {
            // 1. Find the next positions in the index; one more than needed shows if there is more.
            List<Found> found = find(generation, listing, last, batch + 1);
            // 2. Read their rows.
            Map<RowKey, ProjectedRow> rows =
                    views.readAll(
                            found.stream().map(hit -> key(generation, hit.stream())).toList());
            // 3. Take the rows that still stand at their position and match the filter.
            for (Found hit : found) {
                if (page.size() == limit
                        || characters > MAX_CHARACTERS
                        || examined == MAX_EXAMINED) {
                    return new ProjectionPage<>(page, last);
                }
                Optional<ProjectedRow> row =
                        Optional.ofNullable(rows.get(key(generation, hit.stream())));
                Optional<ProjectedView<V>> view =
                        row.flatMap(this::decode).filter(shown -> matches(shown, hit, listing));
                if (view.isPresent()) {
                    page.add(view.get());
                    characters += row.flatMap(ProjectedRow::view).map(String::length).orElse(0);
                }
                last = Optional.of(hit.position());
                examined++;
            }
            if (found.size() <= batch) {
                return new ProjectionPage<>(page, Optional.empty());
            }
        }
    }

    /** The next positions of all partitions of the listing, from the highest down. */
    private List<Found> find(
            int generation, Listing<V> listing, Optional<String> below, int limit) {
        return listing.partitions().stream()
                .map(partition ->
                        new IndexQuery(projection.name(), generation, listing.index(), partition))
                .flatMap(query -> views.find(query, below, limit).stream())
                .sorted(BY_POSITION.reversed())
                .limit(limit)
                .toList();
    }

    /** An index is a moment behind the rows: a row may have moved to another partition. */
    private boolean matches(ProjectedView<V> shown, Found hit, Listing<V> listing) {
        boolean stillThere =
                projection.indexEntries(shown.stream(), shown.view()).stream()
                        .anyMatch(entry ->
                                entry.index().equals(listing.index())
                                        && listing.partitions().contains(entry.partition())
                                        && entry.position().equals(hit.position()));
        return stillThere && listing.filter().map(f -> f.test(shown.view())).orElse(true);
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
