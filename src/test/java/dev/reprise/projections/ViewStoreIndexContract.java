package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ViewStore.Found;
import dev.reprise.projections.ViewStore.IndexQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The contract of the indexes of every {@link ViewStore}, and of its list of parked rows. Each test
 * uses its own projection.
 */
public abstract class ViewStoreIndexContract {

    private static final Index FIRST = new Index("by-this", 1);
    private static final Index SECOND = new Index("by-that", 2);
    private static final Optional<String> TOP = Optional.empty();

    private final String projection = "contract-" + UUID.randomUUID();

    /** The store under test. Its indexes must not be behind the rows. */
    protected abstract ViewStore store();

    private RowKey key(String id) {
        return new RowKey(projection, 1, new StreamName("order", id));
    }

    private static ProjectedRow row(RowKey key, Optional<Parked> parked, IndexEntry... entries) {
        return new ProjectedRow(
                key,
                new StreamVersion(1),
                Optional.of(Commits.AT),
                Optional.of(Commits.digest("commit 1")),
                Optional.of("{}"),
                List.of(entries),
                parked);
    }

    private ProjectedRow write(RowKey key, IndexEntry... entries) {
        return write(row(key, Optional.empty(), entries));
    }

    private ProjectedRow write(ProjectedRow row) {
        assertThat(store().write(List.of(new RowWrite(row, store().read(row.key()))))).isEmpty();
        return row;
    }

    private void write(String id, String partition, String position) {
        write(key(id), new IndexEntry(FIRST, partition, position));
    }

    private ProjectedRow park(RowKey key, IndexEntry... entries) {
        return write(
                row(key, Optional.of(new Parked(2, Parked.Reason.DAMAGED, 1, "no JSON")), entries));
    }

    /** The found streams, as {@code id@position}. */
    private List<String> find(String partition, Optional<String> below, int limit) {
        return found(new IndexQuery(projection, 1, FIRST, partition), below, limit);
    }

    private List<String> found(IndexQuery query, Optional<String> below, int limit) {
        return store().find(query, below, limit).stream()
                .map((Found found) -> found.stream().id() + "@" + found.position())
                .toList();
    }

    @Test
    void a_partition_is_read_from_the_highest_position_down() {
        write("1", "p", "b");
        write("2", "p", "c");
        write("3", "p", "a");
        assertThat(find("p", TOP, 10)).containsExactly("2@c", "1@b", "3@a");
    }

    @Test
    void positions_are_ordered_by_their_utf8_bytes() {
        write("1", "p", "Z");
        write("2", "p", "a");
        write("3", "p", "ä");
        write("4", "p", "\uFF5E");
        write("5", "p", "😀");
        assertThat(find("p", TOP, 10)).containsExactly("5@😀", "4@\uFF5E", "3@ä", "2@a", "1@Z");
    }

    @Test
    void at_most_limit_streams_are_returned() {
        write("1", "p", "a");
        write("2", "p", "b");
        write("3", "p", "c");
        assertThat(find("p", TOP, 2)).containsExactly("3@c", "2@b");
        assertThat(find("p", TOP, 3)).hasSize(3);
    }

    @Test
    void only_positions_below_the_given_one_are_returned_even_if_no_row_has_it() {
        write("1", "p", "a");
        write("2", "p", "c");
        write("3", "p", "e");
        assertThat(find("p", Optional.of("e"), 10)).containsExactly("2@c", "1@a");
        assertThat(find("p", Optional.of("d"), 1)).containsExactly("2@c");
        assertThat(find("p", Optional.of("a"), 10)).isEmpty();
    }

    @Test
    void partitions_are_separate() {
        write("1", "p", "a");
        write("2", "p/2", "b");
        assertThat(find("p", TOP, 10)).containsExactly("1@a");
        assertThat(find("p/2", TOP, 10)).containsExactly("2@b");
        assertThat(find("no such", TOP, 10)).isEmpty();
    }

    @Test
    void the_indexes_of_a_row_are_separate() {
        write(key("1"), new IndexEntry(FIRST, "p", "a"), new IndexEntry(SECOND, "q", "b"));
        write(key("2"), new IndexEntry(SECOND, "p", "c"));
        assertThat(find("p", TOP, 10)).containsExactly("1@a");
        assertThat(found(new IndexQuery(projection, 1, SECOND, "p"), TOP, 10))
                .containsExactly("2@c");
        assertThat(found(new IndexQuery(projection, 1, SECOND, "q"), TOP, 10))
                .containsExactly("1@b");
    }

    @Test
    void the_indexes_of_generations_and_projections_are_separate() {
        StreamName stream = new StreamName("order", "1");
        write(key("1"), new IndexEntry(FIRST, "p", "a"));
        write(new RowKey(projection, 2, stream), new IndexEntry(FIRST, "p", "b"));
        write(new RowKey(projection, 11, stream), new IndexEntry(FIRST, "p", "c"));
        write(new RowKey(projection + "-2", 1, stream), new IndexEntry(FIRST, "p", "d"));
        assertThat(find("p", TOP, 10)).containsExactly("1@a");
        assertThat(found(new IndexQuery(projection, 2, FIRST, "p"), TOP, 10))
                .containsExactly("1@b");
        assertThat(found(new IndexQuery(projection + "-2", 1, FIRST, "p"), TOP, 10))
                .containsExactly("1@d");
    }

    @Test
    void a_row_whose_entry_changed_is_found_only_at_the_new_entry() {
        write("1", "p", "a");
        write("1", "q", "a");
        assertThat(find("p", TOP, 10)).isEmpty();
        assertThat(find("q", TOP, 10)).containsExactly("1@a");
        write("1", "q", "b");
        assertThat(find("q", TOP, 10)).containsExactly("1@b");
    }

    @Test
    void a_row_that_lost_its_entry_is_not_found() {
        write("1", "p", "a");
        write(key("1"));
        assertThat(find("p", TOP, 10)).isEmpty();
    }

    @Test
    void a_parked_row_is_found_in_its_indexes() {
        park(key("1"), new IndexEntry(FIRST, "p", "a"));
        assertThat(find("p", TOP, 10)).containsExactly("1@a");
    }

    @Test
    void parked_rows_are_listed_by_stream_up_to_the_limit() {
        ProjectedRow second = park(key("b"), new IndexEntry(FIRST, "p", "a"));
        ProjectedRow first = park(key("B"));
        ProjectedRow third = park(key("c"));
        write(key("a"));

        assertThat(store().parked(projection, 1, 10)).containsExactly(first, second, third);
        assertThat(store().parked(projection, 1, 2)).containsExactly(first, second);
    }

    @Test
    void a_row_that_was_unparked_is_not_listed_as_parked() {
        park(key("1"));
        write(key("1"));
        assertThat(store().parked(projection, 1, 10)).isEmpty();
    }

    @Test
    void parked_rows_of_other_generations_and_projections_are_not_listed() {
        ProjectedRow parked = park(key("1"));
        park(new RowKey(projection, 2, new StreamName("order", "2")));
        park(new RowKey(projection, 11, new StreamName("order", "3")));
        park(new RowKey(projection + "-2", 1, new StreamName("order", "4")));
        assertThat(store().parked(projection, 1, 10)).containsExactly(parked);
    }
}
