package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Tenant;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.SharedSearch.Page;
import dev.reprise.projections.SharedSearch.PositionFilter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedRowsReaderTest {

    /**
     * An account is found by its first amount, in a partition for odd and one for even amounts. It
     * adds all its amounts to one total.
     */
    private record ByFirstAmount(Entries entries)
            implements SharingProjection<Integer, List<Integer>> {

        @Override
        public String name() {
            return entries.name();
        }

        @Override
        public int schemaVersion() {
            return 1;
        }

        @Override
        public String category() {
            return entries.category();
        }

        @Override
        public EventCodec<Integer> codec() {
            return entries.codec();
        }

        @Override
        public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
            return entries.evolve(view, event);
        }

        @Override
        public String encode(List<Integer> view) {
            return entries.encode(view);
        }

        @Override
        public List<Integer> decode(String encoded) {
            return entries.decode(encoded);
        }

        @Override
        public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
            return List.of();
        }

        @Override
        public Contribution contribution(StreamName stream, List<Integer> view) {
            int first = view.getFirst();
            int sum = view.stream().mapToInt(amount -> amount).sum();
            return new Contribution(
                    Set.of(new SearchRow("by-first", parity(first), position(first, stream))),
                    Map.of(
                            new Total("sums", parity(first), Integer.toString(first / 10)),
                            Map.of("sum", BigDecimal.valueOf(sum), "count", BigDecimal.ONE)));
        }

        private static String parity(int amount) {
            return amount % 2 == 0 ? "even" : "odd";
        }

        private static String position(int amount, StreamName stream) {
            return "%02d#%s".formatted(amount, stream.id());
        }
    }

    private final ByFirstAmount projection = new ByFirstAmount(new Entries("entries", 1));
    private final InMemoryViewStore rows = new InMemoryViewStore();
    private final InterceptedViewStore views = new InterceptedViewStore(rows);
    private final SharedRowsReader<List<Integer>> reader =
            new SharedRowsReader<>(
                    projection,
                    views,
                    new InMemoryCommitScan(new InMemoryEventStore()),
                    () -> Commits.AT);

    @BeforeEach
    void make_generation_1_live() {
        rows.set(projection.name(), InMemoryViewStore.live(1, 1));
    }

    private static StreamName account(String id) {
        return new StreamName(Entries.CATEGORY, id);
    }

    private void put(String id, Integer... amounts) {
        put(id, List.of(amounts), List.of(amounts));
    }

    /** Writes a row, and shared rows as if the row had another view. */
    private void put(String id, List<Integer> view, List<Integer> contributed) {
        ProjectedRow row =
                new ProjectedRow(
                        new RowKey(projection.name(), 1, account(id)),
                        new StreamVersion(view.size()),
                        Optional.of(Commits.AT),
                        Optional.of(Commits.digest("commit")),
                        Optional.of(projection.encode(view)),
                        List.of(),
                        Optional.empty());
        SharedChanges changes =
                Contribution.NONE.changesTo(projection.contribution(account(id), contributed));
        assertThat(rows.write(List.of(new RowWrite(row, Optional.empty(), changes)))).isEmpty();
    }

    private SharedSearch<List<Integer>, Integer> all(PositionRange range) {
        return new SharedSearch<>(
                Tenant.ONLY,
                "by-first",
                List.of(List.of("even", "odd")),
                range,
                PositionFilter.NONE,
                hit -> hit.row().view());
    }

    private SharedSearch<List<Integer>, Integer> all() {
        return all(PositionRange.ALL);
    }

    /** The elements of each page. */
    private <T> List<String> pages(SharedSearch<List<Integer>, T> search, int limit) {
        List<String> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<T> page = reader.search(search, cursor, limit, Consistency.EVENTUAL);
            pages.add(
                    page.elements().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(" ")));
            cursor = page.next();
        } while (cursor.isPresent());
        return pages;
    }

    @Test
    void elements_of_all_partitions_are_listed_from_the_highest_position_down() {
        put("a", 10);
        put("b", 13);
        put("c", 12);
        put("d", 10);

        assertThat(pages(all(), 10)).containsExactly("13 12 10 10");
        assertThat(pages(all(), 2)).containsExactly("13 12", "10 10");
        assertThat(pages(all(), 3)).containsExactly("13 12 10", "10");
    }

    @Test
    void the_last_page_has_no_next_however_many_elements_it_has() {
        for (int i = 10; i < 40; i++) {
            put("a" + i, i);
        }

        for (int limit = 29; limit < 32; limit++) {
            assertThat(pages(all(), limit)).hasSize(limit < 30 ? 2 : 1);
        }
        assertThat(pages(all(), 15)).hasSize(2);
    }

    @Test
    void a_page_may_end_within_the_elements_of_a_stream() {
        put("a", 10, 1, 2, 3, 4);
        put("b", 11, 5);

        assertThat(pages(all(), 1)).containsExactly("11", "5", "10", "1", "2", "3", "4");
        assertThat(pages(all(), 2)).containsExactly("11 5", "10 1", "2 3", "4");
        assertThat(pages(all(), 3)).containsExactly("11 5 10", "1 2 3", "4");
        assertThat(pages(all(), 7)).containsExactly("11 5 10 1 2 3 4");
    }

    @Test
    void a_page_goes_on_at_its_position_whatever_was_added_above_it() {
        put("a", 10, 1);
        put("c", 30, 3);

        Page<Integer> first = reader.search(all(), Optional.empty(), 3, Consistency.EVENTUAL);
        put("b", 20);
        put("d", 40);

        assertThat(first.elements()).containsExactly(30, 3, 10);
        assertThat(reader.search(all(), first.next(), 3, Consistency.EVENTUAL).elements())
                .containsExactly(1);
    }

    @Test
    void a_range_of_positions_is_listed_on_every_page() {
        for (int amount = 10; amount < 20; amount++) {
            put("a" + amount, amount);
        }
        PositionRange range = new PositionRange(Optional.of("12"), Optional.of("17"));

        assertThat(pages(all(range), 10)).containsExactly("16 15 14 13 12");
        assertThat(pages(all(range), 2)).containsExactly("16 15", "14 13", "12");
        assertThat(pages(all(new PositionRange(Optional.of("17"), Optional.of("12"))), 2))
                .containsExactly("");
    }

    @Test
    void a_cursor_does_not_widen_the_range() {
        put("a", 11);
        put("b", 15);
        PositionRange range = new PositionRange(Optional.empty(), Optional.of("12"));

        assertThat(
                        reader.search(all(range), Optional.of("99"), 10, Consistency.EVENTUAL)
                                .elements())
                .containsExactly(11);
        assertThat(
                        reader.search(
                                        all(new PositionRange(Optional.of("12"), Optional.empty())),
                                        Optional.of("11"),
                                        10,
                                        Consistency.EVENTUAL)
                                .elements())
                .isEmpty();
    }

    @Test
    void streams_without_elements_are_passed_and_counted() {
        for (int i = 0; i < 1_200; i++) {
            put("x" + i, 50);
        }
        put("last", 10, 7);
        SharedSearch<List<Integer>, Integer> others =
                new SharedSearch<>(
                        Tenant.ONLY,
                        "by-first",
                        List.of(List.of("even")),
                        PositionRange.ALL,
                        PositionFilter.NONE,
                        hit -> hit.row().view().size() == 1 ? List.of() : hit.row().view());

        assertThat(pages(others, 10)).containsExactly("", "10 7");
    }

    @Test
    void a_page_ends_when_its_rows_are_large() {
        Integer[] many = new Integer[90_000];
        Arrays.fill(many, 1);
        for (int i = 0; i < 30; i++) {
            many[0] = 10 + 2 * i;
            put("x" + i, many);
        }
        SharedSearch<List<Integer>, Integer> firsts =
                new SharedSearch<>(
                        Tenant.ONLY,
                        "by-first",
                        List.of(List.of("even")),
                        PositionRange.ALL,
                        PositionFilter.NONE,
                        hit -> List.of(hit.row().view().getFirst()));

        Page<Integer> page = reader.search(firsts, Optional.empty(), 100, Consistency.EVENTUAL);

        assertThat(page.elements()).hasSize(4_000_000 / 180_001 + 1);
        assertThat(reader.search(firsts, page.next(), 100, Consistency.EVENTUAL).elements())
                .hasSize(30 - page.elements().size());
    }

    @Test
    void a_row_that_no_longer_has_the_position_is_left_out() {
        put("a", List.of(20), List.of(10));
        put("b", 12);

        assertThat(pages(all(), 10)).containsExactly("12");
    }

    @Test
    void a_search_row_without_a_row_is_left_out() {
        put("a", 10);
        put("b", 12);
        rows.remove(new RowKey(projection.name(), 1, account("b")));

        assertThat(pages(all(), 10)).containsExactly("10");
    }

    @Test
    void totals_are_added_up_over_partitions_by_position() {
        put("a", 10, 1);
        put("b", 13, 1);
        put("c", 25);
        put("d", 30, -35);
        put("e", 31, -26);

        assertThat(
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even", "odd"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isEqualTo(
                        Map.of(
                                "1", sums(25, 2),
                                "2", sums(25, 1),
                                "3", Map.of("count", BigDecimal.TWO)));
        assertThat(
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("odd"),
                                new PositionRange(Optional.of("2"), Optional.of("3")),
                                Consistency.EVENTUAL))
                .isEqualTo(Map.of("2", sums(25, 1)));
        assertThat(
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("neither"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isEmpty();
    }

    private static Map<String, BigDecimal> sums(int sum, int count) {
        return Map.of("sum", BigDecimal.valueOf(sum), "count", BigDecimal.valueOf(count));
    }

    @Test
    void more_totals_than_a_query_returns_are_all_read() {
        for (int i = 0; i < 2_500; i++) {
            put("a" + i, 10 * i + 10);
        }

        assertThat(
                        reader.totals(
                                        Tenant.ONLY,
                                        "sums",
                                        List.of("even"),
                                        PositionRange.ALL,
                                        Consistency.EVENTUAL)
                                .values())
                .hasSize(2_500)
                .allSatisfy(sums -> assertThat(sums).containsEntry("count", BigDecimal.ONE));
    }

    @Test
    void a_total_to_which_nothing_adds_any_more_is_absent() {
        put("a", 10);
        RowKey key = new RowKey(projection.name(), 1, account("a"));
        Optional<StoredRow> before = rows.read(key);
        SharedChanges changes =
                projection.contribution(account("a"), List.of(10)).changesTo(Contribution.NONE);
        rows.write(
                List.of(
                        new RowWrite(
                                before.flatMap(StoredRow::intact).orElseThrow(), before, changes)));

        assertThat(
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isEmpty();
    }

    @Test
    void the_live_generation_is_read() {
        put("a", 10);
        rows.set(projection.name(), InMemoryViewStore.live(2, 1));

        assertThat(pages(all(), 10)).containsExactly("");
        assertThat(
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isEmpty();
    }

    @Test
    void a_generation_that_is_not_ready_is_said_and_not_shown_as_empty() {
        rows.set(projection.name(), Generations.first(new Generation(1, 1)));

        assertThatThrownBy(() -> reader.search(all(), Optional.empty(), 10, Consistency.EVENTUAL))
                .isInstanceOf(ProjectionNotReadyException.class);
        assertThatThrownBy(() ->
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isInstanceOf(ProjectionNotReadyException.class);
        assertThat(reader.await(account("a"), new StreamVersion(1), Patience.NONE, () -> {}))
                .isFalse();
    }

    @Test
    void nothing_is_shown_before_the_first_commit() {
        var fresh =
                new SharedRowsReader<>(
                        projection,
                        new InMemoryViewStore(),
                        new InMemoryCommitScan(new InMemoryEventStore()),
                        () -> Commits.AT);

        assertThat(fresh.search(all(), Optional.empty(), 10, Consistency.EVENTUAL).elements())
                .isEmpty();
        assertThat(
                        fresh.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isEmpty();
    }

    @Test
    void a_stream_is_waited_for_until_its_row_has_the_version() {
        put("a", 10, 1);

        assertThat(reader.await(account("a"), new StreamVersion(2), Patience.NONE, () -> {}))
                .isTrue();
        assertThat(reader.await(account("a"), new StreamVersion(3), Patience.NONE, () -> {}))
                .isFalse();
        assertThat(reader.await(account("b"), new StreamVersion(1), Patience.NONE, () -> {}))
                .isFalse();
    }

    @Test
    void a_store_that_does_not_answer_is_said() {
        put("a", 10);
        put("b", 11);
        views.before((operation, _) -> {
            throw ProjectorFixture.unreachable();
        });

        assertThatThrownBy(() -> reader.search(all(), Optional.empty(), 10, Consistency.EVENTUAL))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() ->
                        reader.totals(
                                Tenant.ONLY,
                                "sums",
                                List.of("even", "odd"),
                                PositionRange.ALL,
                                Consistency.EVENTUAL))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
