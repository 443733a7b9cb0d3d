package dev.reprise.projections;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.RowReader.SizedRow;
import dev.reprise.projections.SharedSearch.Hit;
import dev.reprise.projections.SharedSearch.Page;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.SearchQuery;
import dev.reprise.projections.ViewStore.StoredTotal;
import dev.reprise.projections.ViewStore.TotalsQuery;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the rows that the streams of a projection share: lists of streams by their search rows, and
 * totals. It reads the live generation. A row and what its stream contributes are written together:
 * strong reads show what a stream contributes once {@link #await} has seen its row. Eventually
 * consistent ones cost half, and may miss writes of the last moments.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 *
 * @param <V> the view that a row shows
 */
public final class SharedRowsReader<V> {

    /** How many rows are read for one page at most. */
    private static final int MAX_EXAMINED = 1_000;

    /** A page ends once the views of the rows that were read take more characters than this. */
    private static final int MAX_CHARACTERS = 4_000_000;

    private static final int MIN_ROWS = 25;
    private static final int MAX_ROWS = 100;
    private static final int MIN_FOUND = 16;
    private static final int MAX_TOTALS = 1_000;

    /**
     * Follows a position in the {@code next} of a page that ends within the elements of a stream.
     * It is lower than all characters of positions. So a position with it is the lowest text that
     * is higher than the position.
     */
    private static final char WITHIN = '\u0001';

    private final SharingProjection<?, V> projection;
    private final ProjectionReader<V> reader;
    private final RowReader<V> rows;

    /**
     * A reader of one projection.
     *
     * @param scan see {@link LiveGeneration}
     * @param clock see {@link LiveGeneration}
     */
    public SharedRowsReader(
            SharingProjection<?, V> projection,
            ViewStore views,
            CommitScan scan,
            InstantSource clock) {
        this.projection = projection;
        this.reader = new ProjectionReader<>(projection, views, scan, clock);
        this.rows = reader.rows();
    }

    /**
     * Waits for what a stream contributes at a version or a later one, as {@link
     * ProjectionReader#await} waits for its row.
     *
     * @param whenBehind see {@link ProjectionReader#await}
     * @return whether the row has reached the version
     */
    public boolean await(
            StreamName stream, StreamVersion atLeast, Patience patience, Runnable whenBehind) {
        return reader.await(stream, atLeast, patience, whenBehind).isPresent();
    }

    /**
     * A page of a list, from the highest position down. It has fewer elements than {@code limit} if
     * many streams are left out, or their rows are large.
     *
     * @param after the {@link Page#next} of the page before; empty for the first page
     * @param limit how many elements at most, 1 or more
     * @throws ProjectionNotReadyException if no generation can be read yet
     */
    public <T> Page<T> search(
            SharedSearch<V, T> search, Optional<String> after, int limit, Consistency consistency) {
        // One generation for the whole page: a position found in one is looked up in the same.
        return rows.generation()
                .map(generation -> search(generation, search, after, limit, consistency))
                .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    }

    private <T> Page<T> search(
            int generation,
            SharedSearch<V, T> search,
            Optional<String> after,
            int limit,
            Consistency consistency) {
        Optional<Start> start = after.map(Start::parse);
        MergedPartitions partitions = partitions(generation, search, start, limit, consistency);
        List<T> page = new ArrayList<>();
        Optional<String> last = after;
        int examined = 0;
        int characters = 0;
        while (page.size() < limit && characters <= MAX_CHARACTERS && examined < MAX_EXAMINED) {
            // 1. Find the next positions.
            int count = Math.clamp(limit - page.size(), MIN_ROWS, MAX_ROWS);
            List<Found> found = partitions.take(count);
            // 2. Read their rows.
            Map<StreamName, SizedRow<V>> read =
                    rows.readAll(
                            generation, found.stream().map(Found::stream).toList(), consistency);
            // 3. Take the elements of each row that still has its position.
            for (Found hit : found) {
                if (page.size() == limit || characters > MAX_CHARACTERS) {
                    return new Page<>(page, last);
                }
                Optional<SizedRow<V>> row = Optional.ofNullable(read.get(hit.stream()));
                List<T> elements =
                        row.map(SizedRow::view)
                                .map(view -> elements(search, hit, view))
                                .orElse(List.of());
                int from =
                        start.filter(at -> at.position().equals(hit.position()))
                                .map(at -> Math.min(at.shown(), elements.size()))
                                .orElse(0);
                int to = Math.min(elements.size(), from + limit - page.size());
                page.addAll(elements.subList(from, to));
                if (to < elements.size()) {
                    return new Page<>(page, Optional.of(new Start(hit.position(), to).text()));
                }
                last = Optional.of(hit.position());
                examined++;
                characters += row.map(SizedRow::characters).orElse(0);
            }
            if (found.size() < count) {
                return new Page<>(
                        page, partitions.isAtEnd() ? Optional.empty() : partitions.reached());
            }
        }
        return new Page<>(page, partitions.isAtEnd() ? Optional.empty() : last);
    }

    /** The elements of a row; none if the row does not have the position any more. */
    private <T> List<T> elements(SharedSearch<V, T> search, Found hit, ProjectedView<V> view) {
        boolean contributed =
                view.stream().tenant().equals(search.tenant())
                        && TenantRows.contribution(projection, view.stream(), view.view())
                                .searchRows()
                                .stream()
                                .anyMatch(row ->
                                        row.index().equals(search.index())
                                                && row.position().equals(hit.position()));
        return contributed ? search.elements().apply(new Hit<>(hit.position(), view)) : List.of();
    }

    private MergedPartitions partitions(
            int generation,
            SharedSearch<V, ?> search,
            Optional<Start> start,
            int limit,
            Consistency consistency) {
        Optional<String> below =
                Stream.concat(search.range().below().stream(), start.map(Start::below).stream())
                        .min(Utf8Text.ORDER);
        int parallel = search.partitions().stream().mapToInt(List::size).max().orElse(1);
        int size = Math.min(limit + 1, Math.max(MIN_FOUND, Math.ceilDiv(2 * limit, parallel)));
        return new MergedPartitions(
                (partition, upTo) -> {
                    PositionRange range = new PositionRange(search.range().from(), upTo);
                    if (isEmpty(range)) {
                        return new MergedPartitions.Query.Result(List.of(), false);
                    }
                    List<Found> found =
                            rows.store(consistency)
                                    .search(
                                            new SearchQuery(
                                                    projection.name(),
                                                    generation,
                                                    search.index(),
                                                    partition,
                                                    range,
                                                    true),
                                            size);
                    return new MergedPartitions.Query.Result(found, found.size() == size);
                },
                search.partitions().stream()
                        .map(group -> TenantRows.partitions(search.tenant(), group))
                        .toList(),
                below,
                search.filter());
    }

    /** A store refuses a range that ends before it begins. */
    private static boolean isEmpty(PositionRange range) {
        return range.from()
                .flatMap(from -> range.below().map(to -> Utf8Text.ORDER.compare(from, to) >= 0))
                .orElse(false);
    }

    /**
     * Where a page begins.
     *
     * @param position after this one; within its elements if some of them are shown
     * @param shown how many of its elements earlier pages have; 0 for all
     */
    private record Start(String position, int shown) {

        static Start parse(String text) {
            int end = text.indexOf(WITHIN);
            return end < 0
                    ? new Start(text, 0)
                    : new Start(text.substring(0, end), Integer.parseInt(text.substring(end + 1)));
        }

        String text() {
            return position + WITHIN + shown;
        }

        /** The page has positions below this one only. */
        String below() {
            return shown == 0 ? position : position + WITHIN;
        }
    }

    /**
     * The sums of totals, added up over several partitions, by position. Zeros are left out, and
     * positions without another sum.
     *
     * @param tenant whose totals
     * @param table see {@link Total#table}
     * @throws ProjectionNotReadyException if no generation can be read yet
     */
    public SortedMap<String, Map<String, BigDecimal>> totals(
            Tenant tenant,
            String table,
            List<String> partitions,
            PositionRange range,
            Consistency consistency) {
        SortedMap<String, Map<String, BigDecimal>> sums = new TreeMap<>(Utf8Text.ORDER);
        rows.generation()
                .ifPresent(generation ->
                        Parallel.map(
                                        TenantRows.partitions(tenant, partitions),
                                        partition ->
                                                totals(
                                                        rows.store(consistency),
                                                        new TotalsQuery(
                                                                projection.name(),
                                                                generation,
                                                                table,
                                                                partition,
                                                                range)))
                                .values()
                                .forEach(found -> found.forEach(total -> add(total, sums))));
        sums.values().forEach(total -> total.values().removeIf(sum -> sum.signum() == 0));
        sums.values().removeIf(Map::isEmpty);
        return sums;
    }

    private static List<StoredTotal> totals(ViewStore views, TotalsQuery query) {
        List<StoredTotal> all = new ArrayList<>();
        TotalsQuery next = query;
        while (true) {
            List<StoredTotal> found = views.totals(next, MAX_TOTALS);
            all.addAll(found);
            if (found.size() < MAX_TOTALS) {
                return all;
            }
            next =
                    new TotalsQuery(
                            query.projection(),
                            query.generation(),
                            query.table(),
                            query.partition(),
                            new PositionRange(
                                    Optional.of(found.getLast().position() + WITHIN),
                                    query.range().below()));
        }
    }

    private static void add(StoredTotal total, Map<String, Map<String, BigDecimal>> sums) {
        Map<String, BigDecimal> sum = sums.computeIfAbsent(total.position(), _ -> new TreeMap<>());
        total.sums().forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
    }
}
