package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.ProjectedRow.Parked;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link ViewStore}. Each test uses its own projection. */
public abstract class ViewStoreContract {

    /** Many, but few enough that a store over HTTP has a connection for each thread. */
    private static final int WRITERS = 24;

    private static final Optional<ProjectedRow> NONE = Optional.empty();

    private final String projection = "contract-" + UUID.randomUUID();
    private final StreamName stream = new StreamName("order", "1");

    /** The store under test: always the same, or one on the same data. */
    protected abstract ViewStore store();

    private RowKey key(StreamName of) {
        return new RowKey(projection, 1, of);
    }

    private RowKey key(String id) {
        return key(new StreamName("order", id));
    }

    private ProjectedRow row(int version) {
        return row(key(stream), version);
    }

    private static ProjectedRow row(RowKey key, int version, IndexEntry... entries) {
        return new ProjectedRow(
                key,
                new StreamVersion(version),
                Optional.of(Commits.AT),
                Optional.of(Commits.digest("commit " + version)),
                Optional.of("{\"version\":" + version + "}"),
                List.of(entries),
                Optional.empty());
    }

    private static ProjectedRow parked(ProjectedRow row, long sequenceNumber, String error) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                Optional.of(new Parked(sequenceNumber, Parked.Reason.NEWER_RELEASE, 3, error)));
    }

    private static ProjectedRow with(ProjectedRow row, String hashed, String view) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                Optional.of(Commits.digest(hashed)),
                Optional.of(view),
                row.indexEntries(),
                row.parked());
    }

    /** Writes a row, if the stored one is as given. */
    private boolean write(ProjectedRow row, Optional<ProjectedRow> before) {
        Set<RowKey> changed =
                store().write(List.of(new RowWrite(row, before.map(StoredRow.Intact::new))));
        assertThat(changed).isSubsetOf(Set.of(row.key()));
        return changed.isEmpty();
    }

    private Optional<ProjectedRow> read(RowKey key) {
        return store().read(key).flatMap(StoredRow::intact);
    }

    private Map<RowKey, ProjectedRow> readAll(List<RowKey> keys) {
        Map<RowKey, ProjectedRow> rows = new HashMap<>();
        store().readAll(keys).forEach((key, row) -> rows.put(key, row.intact().orElseThrow()));
        return rows;
    }

    private ProjectedRow written(ProjectedRow row) {
        assertThat(write(row, NONE)).isTrue();
        return row;
    }

    @Test
    void a_row_is_read_as_it_was_written() {
        ProjectedRow row =
                written(
                        row(
                                key(stream),
                                3,
                                new IndexEntry(new Index("by-customer", 1), "customer/1", "a"),
                                new IndexEntry(new Index("by-status", 2), "status/OPEN/0", "b")));
        assertThat(read(row.key())).contains(row);
    }

    @Test
    void a_row_that_was_never_written_is_absent() {
        assertThat(read(key(stream))).isEmpty();
        assertThat(readAll(List.of(key(stream)))).isEmpty();
        assertThat(readAll(List.of())).isEmpty();
    }

    @Test
    void a_row_can_be_parked_at_its_first_commit() {
        ProjectedRow row =
                new ProjectedRow(
                        key(stream),
                        StreamVersion.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(new Parked(1, Parked.Reason.DAMAGED, 1, "no JSON")));
        written(row);
        assertThat(read(row.key())).contains(row);
        assertThat(write(row(1), Optional.of(row))).isTrue();
        assertThat(read(row.key())).contains(row(1));
    }

    @Test
    void a_stored_row_is_not_replaced_by_a_first_row() {
        written(row(1));
        assertThat(write(row(2), NONE)).isFalse();
        assertThat(read(key(stream))).contains(row(1));
    }

    @Test
    void an_absent_row_is_not_written_as_an_update() {
        assertThat(write(row(2), Optional.of(row(1)))).isFalse();
        assertThat(read(key(stream))).isEmpty();
    }

    @Test
    void a_row_that_has_not_changed_since_it_was_read_is_replaced() {
        written(row(1));
        assertThat(write(row(2), Optional.of(row(1)))).isTrue();
        assertThat(read(key(stream))).contains(row(2));
    }

    @Test
    void a_row_whose_version_has_changed_is_not_replaced() {
        ProjectedRow stored = written(row(2));
        assertThat(write(row(3), Optional.of(row(1)))).isFalse();
        assertThat(read(key(stream))).contains(stored);
    }

    @Test
    void a_row_whose_hash_has_changed_is_not_replaced() {
        ProjectedRow stored = written(row(2));
        ProjectedRow otherHistory = with(stored, "another commit 2", stored.view().orElseThrow());
        assertThat(write(row(3), Optional.of(otherHistory))).isFalse();
        assertThat(read(key(stream))).contains(stored);
    }

    @Test
    void a_row_that_was_parked_since_it_was_read_is_not_replaced() {
        ProjectedRow stored = written(parked(row(2), 3, "no JSON"));
        assertThat(write(row(3), Optional.of(row(2)))).isFalse();
        assertThat(write(row(3), Optional.of(parked(row(2), 4, "no JSON")))).isFalse();
        assertThat(read(key(stream))).contains(stored);
        assertThat(write(row(3), Optional.of(stored))).isTrue();
    }

    @Test
    void a_row_that_was_unparked_since_it_was_read_is_not_replaced() {
        ProjectedRow stored = written(row(2));
        assertThat(write(row(3), Optional.of(parked(stored, 3, "no JSON")))).isFalse();
        assertThat(read(key(stream))).contains(stored);
    }

    @Test
    void many_threads_that_write_a_first_row_write_exactly_one() throws Exception {
        assertOneWins(NONE);
    }

    @Test
    void many_threads_that_replace_a_row_replace_it_exactly_once() throws Exception {
        assertOneWins(Optional.of(written(row(1))));
    }

    private void assertOneWins(Optional<ProjectedRow> before) throws Exception {
        List<Boolean> written = Race.of(WRITERS, i -> write(row(i + 2), before));

        assertThat(written).containsOnlyOnce(true);
        assertThat(read(key(stream))).contains(row(written.indexOf(true) + 2));
    }

    @Test
    void many_rows_are_read_in_one_call() {
        List<ProjectedRow> rows =
                IntStream.rangeClosed(1, 250).mapToObj(i -> row(key("many-" + i), i)).toList();
        rows.forEach(this::written);

        Map<RowKey, ProjectedRow> read =
                readAll(IntStream.rangeClosed(0, 251).mapToObj(i -> key("many-" + i)).toList());

        assertThat(read)
                .isEqualTo(
                        rows.stream()
                                .collect(Collectors.toMap(ProjectedRow::key, Function.identity())));
    }

    @Test
    void a_key_that_is_given_twice_is_read_once() {
        ProjectedRow row = written(row(1));
        assertThat(readAll(List.of(row.key(), row.key()))).isEqualTo(Map.of(row.key(), row));
    }

    @Test
    void rows_of_other_projections_and_generations_are_separate() {
        written(row(1));
        written(row(new RowKey(projection, 2, stream), 2));
        written(row(new RowKey(projection + "-too", 1, stream), 3));

        assertThat(read(key(stream))).map(ProjectedRow::version).contains(new StreamVersion(1));
        assertThat(read(new RowKey(projection, 2, stream)))
                .map(ProjectedRow::version)
                .contains(new StreamVersion(2));
        assertThat(read(new RowKey(projection, 3, stream))).isEmpty();
    }

    @Test
    void a_stream_id_may_contain_any_characters() {
        ProjectedRow row = written(row(key("a/b-c/1 #ä😀"), 1));
        assertThat(read(row.key())).contains(row);
        assertThat(readAll(List.of(row.key()))).containsValue(row);
    }

    @Test
    void an_incompressible_row_of_half_a_megabyte_is_refused() {
        String large = Commits.incompressible(512 * 1024 * 4 / 3).json();
        assertThatThrownBy(() -> write(with(row(1), "1", large), NONE))
                .isInstanceOf(RowRefusedException.class)
                .hasMessageMatching("the row takes \\d+ bytes; the limit is \\d+ bytes");
        assertThat(read(key(stream))).isEmpty();
    }

    @Test
    void an_incompressible_row_of_a_quarter_of_a_megabyte_is_stored() {
        ProjectedRow row = written(with(row(1), "1", Commits.incompressible(256 * 1024).json()));
        assertThat(read(row.key())).contains(row);
    }

    @Test
    void the_largest_row_can_still_be_parked() {
        ProjectedRow largest = written(row(1));
        int fits = 0;
        for (int step = 1 << 18; step > 0; step /= 2) {
            ProjectedRow larger = with(largest, "1", Commits.incompressible(fits + step).json());
            try {
                assertThat(write(larger, Optional.of(largest))).isTrue();
                largest = larger;
                fits += step;
            } catch (RowRefusedException tooLarge) {
                assertThat(step).as("this many characters must fit").isLessThan(1 << 18);
            }
        }

        ProjectedRow parked = parked(largest, 2, "ä".repeat(ViewStore.MAX_ERROR_CHARACTERS));
        assertThat(write(parked, Optional.of(largest))).isTrue();
        assertThat(read(key(stream))).contains(parked);
    }

    @Test
    void a_projection_has_no_generations_before_it_is_registered() {
        assertThat(store().generations(projection)).isEmpty();
    }

    @Test
    void generations_are_read_as_they_were_saved() {
        Generations first = Generations.first(new Generation(1, 7));
        Generations all =
                new Generations(
                        Optional.of(new Generation(3, 7)),
                        Optional.of(new Generation(5, 8)),
                        List.of(new Generation(1, 7), new Generation(2, 7)),
                        List.of(new Generation(4, 8)));

        assertThat(store().saveGenerations(projection, first, Optional.empty())).isTrue();
        assertThat(store().generations(projection)).contains(first);
        assertThat(store().saveGenerations(projection, all, Optional.of(first))).isTrue();
        assertThat(store().generations(projection)).contains(all);
        assertThat(store().generations(projection + "-too")).isEmpty();
    }

    @Test
    void generations_that_have_changed_are_not_replaced() {
        Generations first = Generations.first(new Generation(1, 7));
        Generations live = first.switched();
        assertThat(store().saveGenerations(projection, live, Optional.of(first))).isFalse();
        assertThat(store().generations(projection)).isEmpty();

        store().saveGenerations(projection, first, Optional.empty());
        assertThat(store().saveGenerations(projection, live, Optional.empty())).isFalse();
        assertThat(store().saveGenerations(projection, first.cancelled(), Optional.of(live)))
                .isFalse();
        assertThat(store().generations(projection)).contains(first);
    }

    @Test
    void many_threads_that_save_generations_save_exactly_one() throws Exception {
        List<Boolean> saved =
                Race.of(
                        WRITERS,
                        i ->
                                store().saveGenerations(
                                                projection,
                                                Generations.first(new Generation(1, i + 1)),
                                                Optional.empty()));
        assertThat(saved).containsOnlyOnce(true);
        assertThat(store().generations(projection))
                .contains(Generations.first(new Generation(1, saved.indexOf(true) + 1)));
    }

    @Test
    void no_generation_has_the_number_of_another() throws Exception {
        List<Integer> numbers = Race.of(WRITERS, _ -> store().nextGenerationNumber(projection));
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, WRITERS).boxed().toList());
        assertThat(store().nextGenerationNumber(projection + "-too")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 98, 99, 100, 101, 250})
    void generations_and_rows_are_read_together(int count) {
        Generations first = Generations.first(new Generation(1, 7));
        store().saveGenerations(projection, first, Optional.empty());
        List<RowKey> keys = IntStream.range(0, count).mapToObj(i -> key("together-" + i)).toList();
        keys.forEach(key -> written(row(key, 1)));

        ViewStore.Rows read = store().readWithGenerations(projection, keys);

        assertThat(read.generations()).contains(first);
        assertThat(read.rows().keySet()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(store().readWithGenerations(projection + "-too", List.of()))
                .isEqualTo(new ViewStore.Rows(Optional.empty(), Map.of()));
    }

    @Test
    void the_progress_that_was_saved_last_is_read() {
        Instant at = Instant.parse("2026-01-31T08:15:30.120Z");
        assertThat(store().progress(projection)).isEmpty();
        Progress first = new Progress(at, at.plusMillis(5), Optional.empty());
        store().saveProgress(projection, first);
        Progress second =
                new Progress(
                        at.minusSeconds(1),
                        at.plusMillis(9),
                        Optional.of(new StreamName("account", "1")));
        assertThat(store().progress(projection)).contains(first);
        store().saveProgress(projection, second);
        assertThat(store().progress(projection)).contains(second);
        assertThat(store().progress(projection + "-too")).isEmpty();
        assertThat(store().generations(projection)).isEmpty();
    }
}
