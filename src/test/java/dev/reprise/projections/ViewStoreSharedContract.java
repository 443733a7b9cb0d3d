package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.SearchQuery;
import dev.reprise.projections.ViewStore.StoredTotal;
import dev.reprise.projections.ViewStore.TotalsQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of every {@link ViewStore} for rows that streams share. */
public abstract class ViewStoreSharedContract {

    private static final Total TOTAL = new Total("per-item", "item:1", "2026-11");
    private static final int WRITERS = 8;

    private final String projection = "shared-" + UUID.randomUUID();

    /** The store under test: always the same, or one on the same data. */
    protected abstract ViewStore store();

    private RowKey key(String id) {
        return new RowKey(projection, 1, new StreamName("order", id));
    }

    private static ProjectedRow row(RowKey key, int version) {
        return new ProjectedRow(
                key,
                new StreamVersion(version),
                Optional.of(Commits.AT),
                Optional.of(Commits.digest("commit " + version)),
                Optional.of("{}"),
                List.of(),
                Optional.empty());
    }

    private static RowWrite first(RowKey key, SharedChanges changes) {
        return new RowWrite(row(key, 1), Optional.empty(), changes);
    }

    private static SharedChanges rows(Set<SearchRow> added, Set<SearchRow> removed) {
        return new SharedChanges(new TreeSet<>(added), new TreeSet<>(removed), new TreeMap<>());
    }

    private static SharedChanges adding(Total total, String name, String amount) {
        return new SharedChanges(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>(Map.of(total, Map.of(name, new BigDecimal(amount)))));
    }

    private static SearchRow at(String position) {
        return new SearchRow("by-item", "widget", position);
    }

    private List<String> search(PositionRange range, boolean descending, int limit) {
        return store()
                .search(
                        new SearchQuery(projection, 1, "by-item", "widget", range, descending),
                        limit)
                .stream()
                .map(Found::position)
                .toList();
    }

    private List<StoredTotal> totals(PositionRange range) {
        return store().totals(
                        new TotalsQuery(projection, 1, TOTAL.table(), TOTAL.partition(), range),
                        100);
    }

    private static PositionRange range(@Nullable String from, @Nullable String below) {
        return new PositionRange(Optional.ofNullable(from), Optional.ofNullable(below));
    }

    @Test
    void search_rows_are_found_in_order_and_in_a_range() {
        Set<SearchRow> rows = Set.of(at("a"), at("b"), at("b/1"), at("ba"), at("c"), at("ö"));
        assertThat(store().write(List.of(first(key("1"), rows(rows, Set.of()))))).isEmpty();
        assertThat(
                        store().write(
                                        List.of(
                                                first(
                                                        key("2"),
                                                        rows(
                                                                Set.of(
                                                                        new SearchRow(
                                                                                "by-item",
                                                                                "widget2", "a"),
                                                                        new SearchRow(
                                                                                "by-items",
                                                                                "widget",
                                                                                "a")),
                                                                Set.of())))))
                .isEmpty();

        assertThat(search(PositionRange.ALL, false, 10))
                .containsExactly("a", "b", "b/1", "ba", "c", "ö");
        assertThat(search(PositionRange.ALL, true, 10))
                .containsExactly("ö", "c", "ba", "b/1", "b", "a");
        assertThat(search(PositionRange.ALL, true, 2)).containsExactly("ö", "c");
        assertThat(search(range("b", "c"), false, 10)).containsExactly("b", "b/1", "ba");
        assertThat(search(range("b", "c"), true, 1)).containsExactly("ba");
        assertThat(search(range(null, "b"), true, 10)).containsExactly("a");
        assertThat(search(range("bb", null), false, 10)).containsExactly("c", "ö");
        assertThat(search(PositionRange.ofPrefix("b"), false, 10))
                .containsExactly("b", "b/1", "ba");
        assertThat(
                        store().search(
                                        new SearchQuery(
                                                projection,
                                                1,
                                                "by-item",
                                                "widget",
                                                range("a", "b"),
                                                false),
                                        1))
                .containsExactly(new Found(key("1").stream(), "a"));
    }

    @Test
    void a_removed_search_row_is_not_found() {
        store().write(List.of(first(key("1"), rows(Set.of(at("a"), at("b")), Set.of()))));
        RowWrite second =
                new RowWrite(
                        row(key("1"), 2),
                        store().read(key("1")),
                        rows(Set.of(at("c")), Set.of(at("a"))));
        assertThat(store().write(List.of(second))).isEmpty();
        assertThat(search(PositionRange.ALL, false, 10)).containsExactly("b", "c");
    }

    @Test
    void amounts_are_added_up() {
        Total later = new Total(TOTAL.table(), TOTAL.partition(), "2026-12");
        store().write(List.of(first(key("1"), adding(TOTAL, "sum", "0.10"))));
        store().write(List.of(first(key("2"), adding(TOTAL, "sum", "1.25"))));
        store().write(List.of(first(key("3"), adding(TOTAL, "count", "2"))));
        store().write(List.of(first(key("4"), adding(later, "sum", "-3.5"))));

        assertThat(totals(PositionRange.ALL))
                .containsExactly(
                        new StoredTotal(
                                "2026-11",
                                Map.of(
                                        "sum",
                                        new BigDecimal("1.35"),
                                        "count",
                                        new BigDecimal("2"))),
                        new StoredTotal("2026-12", Map.of("sum", new BigDecimal("-3.5"))));
        assertThat(totals(range("2026-12", null))).hasSize(1);
        assertThat(totals(range(null, "2026-12"))).hasSize(1);
    }

    @Test
    void a_sum_of_zero_is_none() {
        store().write(List.of(first(key("1"), adding(TOTAL, "sum", "1.5"))));
        store().write(List.of(first(key("2"), adding(TOTAL, "sum", "-1.50"))));
        assertThat(totals(PositionRange.ALL)).allMatch(total -> total.sums().isEmpty());
    }

    @Test
    void rows_that_are_written_together_add_to_one_total() {
        List<RowWrite> writes =
                IntStream.range(0, ViewStore.MAX_WRITTEN - 1)
                        .mapToObj(i -> first(key("t" + i), adding(TOTAL, "sum", "0.01")))
                        .toList();
        assertThat(store().write(writes)).isEmpty();
        assertThat(totals(PositionRange.ALL))
                .containsExactly(new StoredTotal("2026-11", Map.of("sum", new BigDecimal("0.99"))));
        assertThat(store().read(key("t98"))).isPresent();
    }

    @Test
    void nothing_is_written_if_one_row_has_changed() {
        store().write(List.of(new RowWrite(row(key("1"), 1), Optional.empty())));
        RowWrite stale = first(key("1"), adding(TOTAL, "sum", "1"));
        RowWrite fresh = first(key("2"), rows(Set.of(at("a")), Set.of()));

        assertThat(store().write(List.of(fresh, stale))).containsExactly(key("1"));

        assertThat(store().read(key("2"))).isEmpty();
        assertThat(search(PositionRange.ALL, false, 10)).isEmpty();
        assertThat(totals(PositionRange.ALL)).isEmpty();
    }

    @Test
    void nothing_is_written_if_one_row_is_refused() {
        RowWrite large =
                new RowWrite(
                        new ProjectedRow(
                                key("1"),
                                new StreamVersion(1),
                                Optional.of(Commits.AT),
                                Optional.of(Commits.digest("commit")),
                                Optional.of(Commits.incompressible(600 * 1024).json()),
                                List.of(),
                                Optional.empty()),
                        Optional.empty(),
                        adding(TOTAL, "sum", "1"));
        RowWrite small = first(key("2"), adding(TOTAL, "sum", "1"));
        assertThatThrownBy(() -> store().write(List.of(small, large)))
                .isInstanceOf(RowRefusedException.class);
        assertThat(store().read(key("2"))).isEmpty();
        assertThat(totals(PositionRange.ALL)).isEmpty();
    }

    @Test
    void writers_at_the_same_time_add_each_amount_once() throws Exception {
        Race.of(
                WRITERS,
                writer -> {
                    for (int i = 0; i < 10; i++) {
                        RowKey key = key(writer + "-" + i);
                        assertThat(store().write(List.of(first(key, adding(TOTAL, "sum", "1")))))
                                .isEmpty();
                    }
                    return true;
                });
        assertThat(totals(PositionRange.ALL))
                .containsExactly(new StoredTotal("2026-11", Map.of("sum", new BigDecimal("80"))));
    }

    @Test
    void all_rows_of_a_generation_are_read_page_by_page() {
        Set<RowKey> keys = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            keys.add(key("all-" + i));
        }
        keys.forEach(key -> store().write(List.of(first(key, rows(Set.of(at("a")), Set.of())))));
        store().write(
                        List.of(
                                new RowWrite(
                                        row(new RowKey(projection, 2, key("other").stream()), 1),
                                        Optional.empty())));

        assertThat(all(1).stream().map(StoredRow::key)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(all(2)).hasSize(1);
        assertThat(all(3)).isEmpty();
    }

    private List<StoredRow> all(int generation) {
        List<StoredRow> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ViewStore.RowPage page = store().rows(projection, generation, cursor);
            all.addAll(page.rows());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    @Test
    void a_deleted_generation_leaves_nothing_and_the_others_stay() {
        for (int generation : new int[] {1, 2}) {
            for (int i = 0; i < 30; i++) {
                RowKey key = new RowKey(projection, generation, key("d" + i).stream());
                SharedChanges changes =
                        new SharedChanges(
                                new TreeSet<>(Set.of(at("p" + i))),
                                new TreeSet<>(),
                                new TreeMap<>(Map.of(TOTAL, Map.of("sum", BigDecimal.ONE))));
                store().write(List.of(first(key, changes)));
            }
        }
        int deleted = 0;
        for (int some = store().deleteSome(projection, 1);
                some > 0;
                some = store().deleteSome(projection, 1)) {
            deleted += some;
        }
        assertThat(deleted).isEqualTo(30 + 30 + 1);
        assertThat(all(1)).isEmpty();
        assertThat(search(PositionRange.ALL, false, 100)).isEmpty();
        assertThat(totals(PositionRange.ALL)).isEmpty();
        assertThat(all(2)).hasSize(30);
    }

    @Test
    void a_position_may_contain_any_characters() {
        List<String> positions = Stream.of("a/b", "#", "é", "日本", "\uD83D\uDE9A").sorted().toList();
        TreeSet<SearchRow> rows = new TreeSet<>();
        positions.forEach(position -> rows.add(at(position)));
        store().write(List.of(first(key("1"), rows(rows, Set.of()))));
        assertThat(search(PositionRange.ALL, false, 10))
                .containsExactlyInAnyOrderElementsOf(positions);
    }
}
