package dev.reprise.projections;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.RowReader.SizedRow;
import dev.reprise.projections.SharedSearch.PositionFilter;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** How many rows are read at once. */
    private static final int BATCH = 50;

    /** How many positions are read at once of each of many partitions. */
    private static final int MIN_FOUND = 16;

    /**
     * How many rows are read for one page at most; only outdated entries of an index lead there.
     */
    private static final int MAX_EXAMINED = 1_000;

    /** The same where a filter leaves out rows: a page that shows few rows reads few, too. */
    private static final int MAX_EXAMINED_BY_FILTER = 200;

    /** A page ends once its views take more characters than this in the store. */
    private static final int MAX_CHARACTERS = 4_000_000;

    /** Where a filter leaves out rows, no more rows are read after this many characters. */
    private static final int MAX_CHARACTERS_BY_FILTER = 400_000;

    private final Projection<?, V> projection;
    private final ViewStore views;
    private final RowReader<V> rows;
    private final Waiting waiting;

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
        this.waiting = new Waiting(clock);
    }

    /**
     * The stream's row; empty if there is none yet, if it is parked, or if the projection is not
     * ready.
     */
    public Optional<ProjectedView<V>> find(StreamName stream) {
        return unlessNotReady(() -> rows.read(stream)).filter(row -> !row.parked());
    }

    /** Reads the rows. */
    RowReader<V> rows() {
        return rows;
    }

    /**
     * Waits for the stream's row to reach a version, and returns it, parked or not. A parked row
     * that has not reached it is not waited for.
     *
     * @param whenBehind is run once before a wait. If it throws, nothing is waited for: it is where
     *     a caller finds out whether the stream has the version at all
     * @return empty if the row does not reach the version while there is patience, if too many
     *     calls wait (see {@link Waiting}), or if the thread is interrupted, which stays
     *     interrupted
     */
    public Optional<ProjectedView<V>> await(
            StreamName stream, StreamVersion atLeast, Patience patience, Runnable whenBehind) {
        Supplier<Optional<ProjectedView<V>>> look = () -> unlessNotReady(() -> rows.read(stream));
        Predicate<ProjectedView<V>> isEnough = row -> hasReached(row, atLeast);
        Optional<ProjectedView<V>> row = look.get();
        if (row.filter(isEnough).isEmpty()) {
            whenBehind.run();
            if (row.filter(ProjectedView::parked).isEmpty()) {
                row = waiting.lookAgain(patience, row, look, isEnough);
            }
        }
        return row.filter(isEnough);
    }

    private static boolean hasReached(ProjectedView<?> row, StreamVersion version) {
        return row.version().compareTo(version) >= 0;
    }

    private static <T> Optional<T> unlessNotReady(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (ProjectionNotReadyException _) {
            return Optional.empty();
        }
    }

    /**
     * Which rows to list.
     *
     * @param tenant whose rows
     * @param partitions of the index, at least one. Several are merged by position: a list that is
     *     spread over shards has one partition for each
     * @param filter leaves out the rows that do not match; empty to list all
     */
    public record Listing<V>(
            Tenant tenant, Index index, List<String> partitions, Optional<Predicate<V>> filter) {

        public Listing {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A page of a list, from the highest position down. It has fewer rows than {@code limit}, or
     * none, where rows are large or where the filter leaves out many: with a filter a page reads at
     * most {@value #MAX_EXAMINED_BY_FILTER} rows.
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
        boolean isFiltered = listing.filter().isPresent();
        int maxExamined = isFiltered ? MAX_EXAMINED_BY_FILTER : MAX_EXAMINED;
        int maxCharacters = isFiltered ? MAX_CHARACTERS_BY_FILTER : MAX_CHARACTERS;
        MergedPartitions positions = positions(generation, listing, after, limit);
        List<ProjectedView<V>> page = new ArrayList<>();
        Optional<String> last = after;
        int examined = 0;
        int charactersRead = 0;
        int charactersShown = 0;
        while (page.size() < limit && examined < maxExamined && charactersRead <= maxCharacters) {
            // 1. Find the next positions in the index.
            int count = isFiltered ? BATCH : Math.min(BATCH, limit - page.size());
            List<Found> found = positions.take(count);
            // 2. Read their rows.
            Map<StreamName, SizedRow<V>> read =
                    rows.readAll(
                            generation,
                            found.stream().map(Found::stream).toList(),
                            Consistency.EVENTUAL);
            // 3. Take the rows that still stand at their position and match the filter.
            for (Found hit : found) {
                if (page.size() == limit || charactersShown > MAX_CHARACTERS) {
                    return new ProjectionPage<>(page, last);
                }
                Optional<SizedRow<V>> row = Optional.ofNullable(read.get(hit.stream()));
                charactersRead += row.map(SizedRow::characters).orElse(0);
                if (row.filter(sized -> matches(sized.view(), hit, listing)).isPresent()) {
                    page.add(row.get().view());
                    charactersShown += row.get().characters();
                }
                last = Optional.of(hit.position());
                examined++;
            }
            if (found.size() < count) {
                return new ProjectionPage<>(
                        page, positions.isAtEnd() ? Optional.empty() : positions.reached());
            }
        }
        return new ProjectionPage<>(page, positions.isAtEnd() ? Optional.empty() : last);
    }

    /**
     * A page of a list that shows a stream at a version. It waits for the stream's row to reach the
     * version, see {@link #await}. It does not wait for the index: if the row belongs in the page,
     * it is put there. If it does not, the page is returned without it.
     *
     * @param after see {@link #list}
     * @param limit see {@link #list}
     * @param whenBehind see {@link #await}
     * @return empty if the row did not reach the version
     * @throws ProjectionNotReadyException see {@link #list}
     */
    public Optional<ProjectionPage<V>> awaitListed(
            StreamName stream,
            StreamVersion atLeast,
            Listing<V> listing,
            Optional<String> after,
            int limit,
            Patience patience,
            Runnable whenBehind) {
        return await(stream, atLeast, patience, whenBehind)
                .map(row ->
                        list(listing, after, limit)
                                .with(row, shown -> position(shown, listing), after, limit));
    }

    private Optional<String> position(ProjectedView<V> row, Listing<V> listing) {
        return entries(row, listing).map(IndexEntry::position).findFirst();
    }

    /**
     * Waits for a page of a list to show any row at a version, and returns the page. Returns the
     * page as it is if no row of it reaches the version while there is patience, if too many calls
     * wait (see {@link Waiting}), or if the thread is interrupted, which stays interrupted.
     *
     * @param after see {@link #list}
     * @param limit see {@link #list}
     * @throws ProjectionNotReadyException see {@link #list}
     */
    public ProjectionPage<V> awaitAny(
            StreamVersion atLeast,
            Listing<V> listing,
            Optional<String> after,
            int limit,
            Patience patience) {
        Supplier<Optional<ProjectionPage<V>>> look =
                () -> unlessNotReady(() -> Optional.of(list(listing, after, limit)));
        return waiting.lookAgain(
                        patience,
                        look.get(),
                        look,
                        page -> page.views().stream().anyMatch(row -> hasReached(row, atLeast)))
                .orElseGet(() -> list(listing, after, limit));
    }

    /** The positions of all partitions of the listing, from the highest down. */
    private MergedPartitions positions(
            int generation, Listing<V> listing, Optional<String> after, int limit) {
        int wanted = listing.filter().isPresent() ? BATCH : Math.min(BATCH, limit);
        int each = Math.ceilDiv(2 * wanted, listing.partitions().size());
        int size = Math.min(wanted + 1, Math.max(MIN_FOUND, each));
        return new MergedPartitions(
                (partition, below) -> {
                    List<Found> found =
                            views.find(
                                    new IndexQuery(
                                            projection.name(),
                                            generation,
                                            listing.index(),
                                            partition),
                                    below,
                                    size);
                    return new MergedPartitions.Query.Result(found, found.size() == size);
                },
                List.of(TenantRows.partitions(listing.tenant(), listing.partitions())),
                after,
                PositionFilter.NONE);
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
        List<String> partitions = TenantRows.partitions(listing.tenant(), listing.partitions());
        return TenantRows.indexEntries(projection, row.stream(), row.view()).stream()
                .filter(entry ->
                        entry.index().equals(listing.index())
                                && partitions.contains(entry.partition()));
    }
}
