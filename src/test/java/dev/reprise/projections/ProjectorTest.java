package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows equal the fold of their streams, however the commits are delivered. */
class ProjectorTest extends ProjectorFixture {

    @Test
    void the_first_commit_makes_the_row() {
        Commit first = enter(5, 6);
        deliver(first);
        assertThat(row(account)).isEqualTo(folded(account));
        assertThat(shown(account)).contains("[5,6]");
    }

    @Test
    void a_commit_that_follows_the_row_is_applied_without_a_read_of_the_event_store() {
        events.before((_, _) -> {
            throw new AssertionError("unexpected read");
        });
        assertThat(project(new DeliveredCommit.Intact("1", enter(1), Objects::nonNull))).isEmpty();
        assertThat(project(new DeliveredCommit.Intact("2", enter(2), Objects::nonNull))).isEmpty();
        assertProjected(account);
    }

    @Test
    void the_commits_of_a_batch_are_folded_in_order() {
        deliver(enter(1), enter(2, 3), enter(4));
        assertProjected(account);
        assertThat(shown(account)).contains("[1,2,3,4]");
    }

    @Test
    void a_row_is_written_once_for_a_batch() {
        List<Operation> operations = new ArrayList<>();
        views.before((operation, _) -> operations.add(operation));
        deliver(enter(1), enter(2), enter(3));
        assertThat(operations).containsOnlyOnce(Operation.WRITE);
    }

    @Test
    void a_commit_that_is_delivered_again_changes_nothing() {
        Commit first = enter(1);
        Commit second = enter(2);
        deliver(first, second);
        ProjectedRow row = row(account);

        deliver(first);
        deliver(second);
        deliver(first, second, first);

        assertThat(row(account)).isEqualTo(row);
    }

    @Test
    void a_batch_without_new_commits_writes_no_row() {
        Commit first = enter(1);
        deliver(first);
        views.before((operation, _) -> assertThat(operation).isNotEqualTo(Operation.WRITE));
        deliver(first, first);
    }

    @Test
    void a_batch_in_another_order_is_folded_by_sequence_number() {
        Commit first = enter(1);
        Commit second = enter(2, 3);
        Commit third = enter(4);
        deliver(third, first, second, third);
        assertProjected(account);
    }

    @Test
    void a_commit_that_was_not_delivered_is_read_from_the_event_store() {
        deliver(enter(1));
        enter(2);
        enter(3, 4);
        deliver(enter(5));
        assertProjected(account);
    }

    @Test
    void a_stream_whose_first_delivered_commit_is_a_late_one_is_read_from_its_beginning() {
        enter(1);
        enter(2);
        deliver(enter(3));
        assertProjected(account);
    }

    @Test
    void a_row_that_caught_up_to_the_tail_skips_what_is_delivered_later() {
        enter(1);
        Commit second = enter(2);
        Commit third = enter(3);
        deliver(second);
        assertProjected(account);
        deliver(third);
        assertProjected(account);
    }

    @Test
    void a_row_that_was_deleted_is_folded_anew_by_the_next_commit() {
        deliver(enter(1), enter(2));
        rows.remove(key(account));
        deliver(enter(3));
        assertProjected(account);
    }

    @Test
    void a_row_that_was_set_back_catches_up() {
        deliver(enter(1));
        ProjectedRow old = row(account);
        deliver(enter(2), enter(3));
        rows.put(old);
        deliver(enter(4));
        assertProjected(account);
    }

    @Test
    void a_row_that_cannot_be_read_is_folded_anew() {
        deliver(enter(1), enter(2));
        rows.put(withView(row(account), "garbage"));
        deliver(enter(3));
        assertProjected(account);
    }

    @Test
    void a_row_that_cannot_be_read_is_folded_anew_to_the_tail_by_a_repeated_commit() {
        Commit first = enter(1);
        deliver(first, enter(2), enter(3));
        rows.put(withView(row(account), "garbage"));
        deliver(first);
        assertProjected(account);
    }

    @Test
    void a_row_that_was_altered_is_folded_anew_to_the_tail_by_a_repeated_commit() {
        Commit first = enter(1);
        deliver(first, enter(2), enter(3));
        rows.damage(key(account));
        deliver(first);
        assertProjected(account);
    }

    private static ProjectedRow withView(ProjectedRow row, String view) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                row.hash(),
                Optional.of(view),
                row.indexEntries(),
                row.parked());
    }

    @Test
    void many_streams_are_projected_in_one_batch() {
        List<DeliveredCommit> batch = new ArrayList<>();
        List<StreamName> streams = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            streams.add(account("many-" + i));
            batch.add(intact(enter(streams.getLast(), i)));
            batch.add(intact(enter(streams.getLast(), 2 * i)));
        }
        assertThat(projector.project(batch)).isEmpty();
        assertProjected(streams.toArray(StreamName[]::new));
    }

    @Test
    void streams_of_other_categories_are_skipped() {
        StreamName other = new StreamName("accounts", "1");
        Commit commit = append(stored, other, new EncodedEvents.Json(1, "[1]"));
        deliver(commit);
        assertThat(rows.row(key(other))).isEmpty();
        assertThat(rows.generations(entries.name())).isEmpty();
        assertThat(rows.progress(entries.name())).isEmpty();
    }

    @Test
    void an_empty_batch_sends_no_request() {
        views.before((operation, _) -> {
            throw new AssertionError("unexpected call of " + operation);
        });
        assertThat(projector.project(List.of())).isEmpty();
    }

    @Test
    void a_projection_is_registered_with_its_first_commit() {
        deliver(enter(1));
        assertThat(rows.generations(entries.name())).contains(InMemoryViewStore.live(1, 1));
    }

    @Test
    void each_projection_has_its_own_rows() {
        Entries other = new Entries("other", 4);
        Commit first = enter(1);
        assertThat(projector(entries, other).project(deliveries(first))).isEmpty();
        RowKey key = new RowKey(other.name(), 1, account);
        assertThat(rows.row(key)).contains(folded(key, List.of(first)));
        assertProjected(account);
        assertThat(rows.generations(other.name())).contains(InMemoryViewStore.live(1, 4));
    }

    @Test
    void both_generations_are_written_while_one_is_built() {
        deliver(enter(1));
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(3, 1)));
        deliver(enter(2));

        RowKey building = new RowKey(entries.name(), 3, account);
        assertProjected(account);
        assertThat(rows.row(building)).contains(folded(building, Commits.all(stored, account)));
    }

    @Test
    void the_generations_are_read_for_every_batch() {
        deliver(enter(1));
        rows.set(entries.name(), InMemoryViewStore.live(2, 1));
        ProjectedRow old = row(account);
        deliver(enter(2));

        RowKey live = new RowKey(entries.name(), 2, account);
        assertThat(rows.row(live)).contains(folded(live, Commits.all(stored, account)));
        assertThat(row(account)).isEqualTo(old);
    }

    @Test
    void progress_has_the_newest_commit_of_the_batch_and_the_current_time() {
        Commit first = enter(1);
        Commit second = enter(2);
        deliver(second, first);
        assertThat(rows.progress(entries.name()))
                .contains(new Progress(second.at(), NOW, Optional.of(account)));
    }

    @Test
    void progress_is_saved_for_a_batch_without_new_commits() {
        Commit first = enter(1);
        deliver(first, enter(2));
        now = NOW.plusSeconds(1);
        deliver(first);
        assertThat(rows.progress(entries.name()))
                .contains(new Progress(first.at(), now, Optional.of(account)));
    }

    @Test
    void progress_is_saved_once_a_second() {
        Commit first = enter(1);
        deliver(first);
        now = NOW.plusMillis(999);
        deliver(enter(2));
        assertThat(rows.progress(entries.name()))
                .contains(new Progress(first.at(), NOW, Optional.of(account)));
    }

    @Test
    void a_name_that_is_malformed_or_used_twice_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> projector(entries, new Entries("entries", 1)))
                .withMessageContaining("entries");
        assertThatIllegalArgumentException().isThrownBy(() -> projector(new Entries("a/b", 1)));
    }
}
