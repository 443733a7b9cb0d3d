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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ViewStore} promises. Each test has a projection of its own. */
public abstract class ViewStoreContract {

    /** Many threads, but few enough that a store over HTTP has a connection for each. */
    private static final int WRITERS = 24;

    private static final Optional<ProjectedRow> NONE = Optional.empty();

    private final String projection = "contract-" + UUID.randomUUID();
    private final StreamName stream = new StreamName("order", "1");

    /** The store under test; the same each time, or one on the same data. */
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
                Optional.of(new Parked(sequenceNumber, error)));
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

    private ProjectedRow written(ProjectedRow row) {
        assertThat(store().write(row, NONE)).isTrue();
        return row;
    }

    @Test
    void what_was_written_is_read_as_it_was() {
        ProjectedRow row =
                written(
                        row(
                                key(stream),
                                3,
                                new IndexEntry(new Index("by-customer", 1), "customer/1", "a"),
                                new IndexEntry(new Index("by-status", 2), "status/OPEN/0", "b")));
        assertThat(store().read(row.key())).contains(row);
    }

    @Test
    void a_row_that_was_never_written_is_not_there() {
        assertThat(store().read(key(stream))).isEmpty();
        assertThat(store().readAll(List.of(key(stream)))).isEmpty();
        assertThat(store().readAll(List.of())).isEmpty();
    }

    @Test
    void a_row_parked_at_its_very_first_commit_has_nothing_but_that() {
        ProjectedRow row =
                new ProjectedRow(
                        key(stream),
                        StreamVersion.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(new Parked(1, "no JSON")));
        written(row);
        assertThat(store().read(row.key())).contains(row);
        assertThat(store().write(row(1), Optional.of(row))).isTrue();
        assertThat(store().read(row.key())).contains(row(1));
    }

    @Test
    void a_row_that_is_there_is_not_written_as_if_it_were_not() {
        written(row(1));
        assertThat(store().write(row(2), NONE)).isFalse();
        assertThat(store().read(key(stream))).contains(row(1));
    }

    @Test
    void a_row_that_is_not_there_is_not_written_as_if_it_were() {
        assertThat(store().write(row(2), Optional.of(row(1)))).isFalse();
        assertThat(store().read(key(stream))).isEmpty();
    }

    @Test
    void a_row_follows_the_one_that_was_read() {
        written(row(1));
        assertThat(store().write(row(2), Optional.of(row(1)))).isTrue();
        assertThat(store().read(key(stream))).contains(row(2));
    }

    @Test
    void a_row_does_not_follow_one_of_another_version() {
        ProjectedRow stored = written(row(2));
        assertThat(store().write(row(3), Optional.of(row(1)))).isFalse();
        assertThat(store().read(key(stream))).contains(stored);
    }

    @Test
    void a_row_does_not_follow_one_of_another_hash() {
        ProjectedRow stored = written(row(2));
        ProjectedRow otherHistory = with(stored, "another commit 2", stored.view().orElseThrow());
        assertThat(store().write(row(3), Optional.of(otherHistory))).isFalse();
        assertThat(store().read(key(stream))).contains(stored);
    }

    @Test
    void a_row_does_not_follow_one_that_was_not_parked_as_now() {
        ProjectedRow stored = written(parked(row(2), 3, "no JSON"));
        assertThat(store().write(row(3), Optional.of(row(2)))).isFalse();
        assertThat(store().write(row(3), Optional.of(parked(row(2), 4, "no JSON")))).isFalse();
        assertThat(store().read(key(stream))).contains(stored);
        assertThat(store().write(row(3), Optional.of(stored))).isTrue();
    }

    @Test
    void a_row_does_not_follow_one_that_was_parked_and_is_not_now() {
        ProjectedRow stored = written(row(2));
        assertThat(store().write(row(3), Optional.of(parked(stored, 3, "no JSON")))).isFalse();
        assertThat(store().read(key(stream))).contains(stored);
    }

    @Test
    void of_many_first_rows_exactly_one_is_written() throws Exception {
        assertOneWins(NONE);
    }

    @Test
    void of_many_rows_that_follow_one_exactly_one_is_written() throws Exception {
        assertOneWins(Optional.of(written(row(1))));
    }

    private void assertOneWins(Optional<ProjectedRow> before) throws Exception {
        List<Boolean> written = Race.of(WRITERS, i -> store().write(row(i + 2), before));

        assertThat(written).containsOnlyOnce(true);
        assertThat(store().read(key(stream))).contains(row(written.indexOf(true) + 2));
    }

    @Test
    void many_rows_are_read_at_once_by_their_keys() {
        List<ProjectedRow> rows =
                IntStream.rangeClosed(1, 250).mapToObj(i -> row(key("many-" + i), i)).toList();
        rows.forEach(this::written);

        Map<RowKey, ProjectedRow> read =
                store().readAll(
                                IntStream.rangeClosed(0, 251)
                                        .mapToObj(i -> key("many-" + i))
                                        .toList());

        assertThat(read)
                .isEqualTo(
                        rows.stream()
                                .collect(Collectors.toMap(ProjectedRow::key, Function.identity())));
    }

    @Test
    void a_key_that_is_asked_for_twice_is_answered_once() {
        ProjectedRow row = written(row(1));
        assertThat(store().readAll(List.of(row.key(), row.key())))
                .isEqualTo(Map.of(row.key(), row));
    }

    @Test
    void rows_of_other_projections_and_generations_are_others() {
        written(row(1));
        written(row(new RowKey(projection, 2, stream), 2));
        written(row(new RowKey(projection + "-too", 1, stream), 3));

        assertThat(store().read(key(stream)))
                .map(ProjectedRow::version)
                .contains(new StreamVersion(1));
        assertThat(store().read(new RowKey(projection, 2, stream)))
                .map(ProjectedRow::version)
                .contains(new StreamVersion(2));
        assertThat(store().read(new RowKey(projection, 3, stream))).isEmpty();
    }

    @Test
    void a_streams_id_may_have_any_characters() {
        ProjectedRow row = written(row(key("a/b-c/1 #ä😀"), 1));
        assertThat(store().read(row.key())).contains(row);
        assertThat(store().readAll(List.of(row.key()))).containsValue(row);
    }

    @Test
    void a_row_of_half_a_megabyte_that_cannot_be_made_smaller_is_refused() {
        String large = Commits.incompressible(512 * 1024 * 4 / 3).json();
        assertThatThrownBy(() -> store().write(with(row(1), "1", large), NONE))
                .isInstanceOf(RowTooLargeException.class)
                .hasMessageMatching("the row takes \\d+ bytes, and the store takes \\d+");
        assertThat(store().read(key(stream))).isEmpty();
    }

    @Test
    void a_row_of_a_quarter_of_a_megabyte_is_read_as_it_was_written() {
        ProjectedRow row = written(with(row(1), "1", Commits.incompressible(256 * 1024).json()));
        assertThat(store().read(row.key())).contains(row);
    }

    @Test
    void a_row_that_could_just_be_written_can_be_parked() {
        ProjectedRow largest = written(row(1));
        int fits = 0;
        for (int step = 1 << 18; step > 0; step /= 2) {
            ProjectedRow larger = with(largest, "1", Commits.incompressible(fits + step).json());
            try {
                assertThat(store().write(larger, Optional.of(largest))).isTrue();
                largest = larger;
                fits += step;
            } catch (RowTooLargeException tooLarge) {
                assertThat(step).as("so many characters must fit").isLessThan(1 << 18);
            }
        }

        ProjectedRow parked = parked(largest, 2, "ä".repeat(ViewStore.MAX_ERROR_CHARACTERS));
        assertThat(store().write(parked, Optional.of(largest))).isTrue();
        assertThat(store().read(key(stream))).contains(parked);
    }

    @Test
    void a_projection_has_no_generations_before_it_begins() {
        assertThat(store().generations(projection)).isEmpty();
    }

    @Test
    void a_projection_begins_once() {
        Generations begun = new Generations(new Generation(1, 7), Optional.empty());
        assertThat(store().begin(projection, 7)).isEqualTo(begun);
        assertThat(store().begin(projection, 8)).isEqualTo(begun);
        assertThat(store().generations(projection)).contains(begun);
        assertThat(store().generations(projection + "-too")).isEmpty();
    }

    @Test
    void all_that_begin_a_projection_at_once_learn_of_the_same_generation() throws Exception {
        List<Generations> begun = Race.of(WRITERS, i -> store().begin(projection, i + 1));
        assertThat(begun).containsOnly(store().generations(projection).orElseThrow());
    }

    @Test
    void the_last_note_of_progress_is_read() {
        Instant at = Instant.parse("2026-01-31T08:15:30.120Z");
        assertThat(store().progress(projection)).isEmpty();
        store().note(projection, new Progress(at, at.plusMillis(5)));
        store().note(projection, new Progress(at.minusSeconds(1), at.plusMillis(9)));
        assertThat(store().progress(projection))
                .contains(new Progress(at.minusSeconds(1), at.plusMillis(9)));
        assertThat(store().progress(projection + "-too")).isEmpty();
        assertThat(store().generations(projection)).isEmpty();
    }
}
