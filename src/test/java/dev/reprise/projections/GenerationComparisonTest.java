package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.GenerationComparison.Outcome;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import dev.reprise.projections.ProjectedRow.Unfinished;
import dev.reprise.projections.RowDifference.DifferingAspect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generation that is built is compared with the live one. */
class GenerationComparisonTest extends JobFixture {

    private static final int STREAMS = 10;
    private static final int LIMIT = 50;

    /** Two equal generations, of which the second is not live yet. */
    private void buildSecond() {
        for (int i = 0; i < STREAMS; i++) {
            enter(account("s" + i), i, 10 + i);
        }
        goLive(1);
        jobs.rebuild().start(versions(amounts), false);
        runAll(Kind.REBUILD);
    }

    private Outcome.Compared page(Optional<String> after, int limit) {
        return (Outcome.Compared) jobs.comparison().compare(versions(amounts), after, limit);
    }

    /** The differences of all pages. */
    private List<RowDifference> all(int limit) {
        List<RowDifference> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Outcome.Compared page = page(after, limit);
            assertThat(page.differences()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.differences());
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private RowDifference only() {
        List<RowDifference> found = all(LIMIT);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Map<String, RowDifference.DifferenceKind> kinds(
            List<RowDifference> differences) {
        Map<String, RowDifference.DifferenceKind> kinds = new TreeMap<>();
        differences.forEach(
                found -> assertThat(kinds.put(found.stream().toString(), found.kind())).isNull());
        return kinds;
    }

    private RowKey key(int generation, StreamName stream) {
        return new RowKey(amounts.name(), generation, stream);
    }

    private ProjectedRow row(int generation, StreamName stream) {
        return rows.row(key(generation, stream)).orElseThrow();
    }

    @Test
    void equal_generations_have_no_difference() {
        buildSecond();
        Outcome.Compared page = page(Optional.empty(), LIMIT);
        assertThat(page.live()).isEqualTo(1);
        assertThat(page.built()).isEqualTo(2);
        assertThat(all(LIMIT)).isEmpty();
    }

    @Test
    void rows_that_are_missing_extra_or_have_fewer_events_are_told_apart() {
        buildSecond();
        rows.remove(key(2, account("s1")));
        rows.remove(key(1, account("s2")));
        enter(account("s3"), 5);
        enter(account("s4"), 5);
        follow(1, account("s3"));
        follow(2, account("s4"));

        assertThat(kinds(all(LIMIT)))
                .isEqualTo(
                        Map.of(
                                "account-s1", RowDifference.DifferenceKind.MISSING,
                                "account-s2", RowDifference.DifferenceKind.EXTRA,
                                "account-s3", RowDifference.DifferenceKind.BEHIND,
                                "account-s4", RowDifference.DifferenceKind.AHEAD));
    }

    private void follow(int generation, StreamName stream) {
        new GenerationBatch<>(amounts, Approach.REDRIVEN, generation, views, events)
                .follow(List.of(stream));
    }

    @Test
    void each_difference_is_on_one_page_whatever_the_limit() {
        buildSecond();
        for (int i = 0; i < STREAMS; i++) {
            rows.remove(key(i % 2 + 1, account("s" + i)));
        }
        for (int limit = 1; limit <= STREAMS; limit++) {
            assertThat(kinds(all(limit))).hasSize(STREAMS);
        }
    }

    @Test
    void a_row_with_the_same_events_and_another_view_differs() {
        buildSecond();
        ProjectedRow live = row(1, account("s5"));
        rows.put(copyWith(live, "[6,14]", List.of(), Optional.empty()));

        RowDifference found = only();

        assertThat(found.kind()).isEqualTo(RowDifference.DifferenceKind.DIFFERENT);
        assertThat(found.aspects())
                .containsExactly(DifferingAspect.VIEW, DifferingAspect.SHARED_ROWS);
        assertThat(found.live().flatMap(StoredRow::intact).flatMap(ProjectedRow::view))
                .contains("[6,14]");
        assertThat(found.built().flatMap(StoredRow::intact).flatMap(ProjectedRow::view))
                .contains("[5,15]");
        assertThat(found.sharedRows())
                .contains(
                        "- search/by-amount/4/14#s5",
                        "- search/by-amount/6/6#s5",
                        "+ search/by-amount/5/5#s5",
                        "total/per-digit/d/5: count +2, sum +20",
                        "total/per-digit/d/6: count -1, sum -6");
    }

    private static ProjectedRow copyWith(
            ProjectedRow row,
            String view,
            List<IndexEntry> entries,
            Optional<ProjectedRow.Parked> parked) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                row.hash(),
                Optional.of(view),
                entries,
                parked);
    }

    @Test
    void a_row_with_another_index_entry_hash_or_mark_differs() {
        buildSecond();
        ProjectedRow indexed = row(2, account("s1"));
        rows.put(
                copyWith(
                        indexed,
                        indexed.view().orElseThrow(),
                        List.of(new IndexEntry(Entries.BY_COUNT, "2", "x")),
                        Optional.empty()));
        rows.put(ProjectorParkingTest.parked(row(2, account("s2")), 3, Reason.DAMAGED, "poison"));
        ProjectedRow other = row(2, account("s3"));
        rows.put(
                new ProjectedRow(
                        other.key(),
                        other.version(),
                        other.updatedAt().map(at -> at.plusMillis(1)),
                        row(2, account("s4")).hash(),
                        other.view(),
                        other.indexEntries(),
                        Optional.empty()));
        rows.damage(key(1, account("s5")));

        Map<String, List<DifferingAspect>> aspects = new HashMap<>();
        all(LIMIT).forEach(found -> aspects.put(found.stream().id(), List.copyOf(found.aspects())));

        assertThat(aspects)
                .isEqualTo(
                        Map.of(
                                "s1", List.of(DifferingAspect.INDEX_ENTRIES),
                                "s2", List.of(DifferingAspect.PARKED),
                                "s3", List.of(DifferingAspect.HASH, DifferingAspect.UPDATED_AT),
                                "s5", List.of(DifferingAspect.ALTERED)));
    }

    @Test
    void a_row_whose_large_change_is_under_way_is_not_different() {
        buildSecond();
        ProjectedRow built = row(2, account("s1"));
        rows.put(built.with(new Unfinished(new StreamVersion(built.version().value() + 2), 1)));
        assertThat(only().kind()).isEqualTo(RowDifference.DifferenceKind.AHEAD);

        enter(account("s1"), 1, 2);
        follow(1, account("s1"));
        assertThat(only().kind()).isEqualTo(RowDifference.DifferenceKind.BEHIND);
    }

    /** The same views; what a stream contributes to totals is twice as much. */
    private record Doubled(Amounts amounts) implements SharingProjection<Integer, List<Integer>> {
        @Override
        public String name() {
            return amounts.name();
        }

        @Override
        public int schemaVersion() {
            return 2;
        }

        @Override
        public String category() {
            return amounts.category();
        }

        @Override
        public EventCodec<Integer> codec() {
            return amounts.codec();
        }

        @Override
        public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
            return amounts.evolve(view, event);
        }

        @Override
        public String encode(List<Integer> view) {
            return amounts.encode(view);
        }

        @Override
        public List<Integer> decode(String encoded) {
            return amounts.decode(encoded);
        }

        @Override
        public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
            return List.of();
        }

        @Override
        public Contribution contribution(StreamName stream, List<Integer> view) {
            Contribution once = amounts.contribution(stream, view);
            Map<Total, Map<String, BigDecimal>> twice = new HashMap<>();
            once.amounts()
                    .forEach((total, sums) -> {
                        Map<String, BigDecimal> doubled = new HashMap<>(sums);
                        doubled.replaceAll((_, sum) -> sum.multiply(BigDecimal.TWO));
                        twice.put(total, doubled);
                    });
            return new Contribution(new HashSet<>(once.searchRows()), twice);
        }
    }

    @Test
    void a_new_schema_version_that_contributes_otherwise_differs_although_the_views_are_equal() {
        enter(account("s1"), 3);
        goLive(1);
        all.add(new Doubled(amounts));
        jobs = jobs();
        jobs.rebuild().start(versions(amounts), false);
        runAll(Kind.REBUILD);

        RowDifference found = only();

        assertThat(found.aspects()).containsExactly(DifferingAspect.SHARED_ROWS);
        assertThat(found.sharedRows())
                .containsExactly(
                        "total/all/all/all: count +1, sum +3",
                        "total/per-digit/d/3: count +1, sum +3");
    }

    @Test
    void what_one_call_reads_is_bounded() {
        buildSecond();
        int streams = 800;
        for (int i = 0; i < streams; i++) {
            ProjectedRow row = row(1, account("s1"));
            rows.put(
                    copyWith(
                            new ProjectedRow(
                                    key(1, account("t" + i)),
                                    row.version(),
                                    row.updatedAt(),
                                    row.hash(),
                                    row.view(),
                                    row.indexEntries(),
                                    Optional.empty()),
                            "[1]",
                            List.of(),
                            Optional.empty()));
            rows.put(copy(row(1, account("t" + i)), 2));
        }
        int[] reads = {0};
        views.before((operation, _) -> {
            if (operation == Operation.ROWS) {
                reads[0]++;
            }
        });

        Outcome.Compared first = page(Optional.empty(), LIMIT);

        assertThat(reads[0]).isEqualTo(200);
        assertThat(first.differences()).isEmpty();
        assertThat(first.next()).isPresent();
        assertThat(all(LIMIT)).isEmpty();
    }

    @Test
    void without_a_generation_that_is_built_there_is_nothing_to_compare() {
        assertThat(jobs.comparison().compare(versions(amounts), Optional.empty(), LIMIT))
                .isInstanceOf(Outcome.NothingToCompare.class);
        goLive(1);
        assertThat(jobs.comparison().compare(versions(amounts), Optional.empty(), LIMIT))
                .isEqualTo(new Outcome.NothingToCompare("no generation of amounts is being built"));
    }

    @Test
    void a_first_generation_has_none_to_be_compared_with() {
        enter(1);
        jobs.rebuild().start(versions(amounts), false);
        assertThat(jobs.comparison().compare(versions(amounts), Optional.empty(), LIMIT))
                .isInstanceOf(Outcome.NothingToCompare.class);
    }

    @Test
    void a_text_that_is_no_position_is_refused() {
        buildSecond();
        assertThatThrownBy(() -> page(Optional.of("elsewhere"), LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(GenerationComparison.isPosition("elsewhere")).isFalse();
    }
}
