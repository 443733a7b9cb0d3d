package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Interception;
import dev.reprise.projections.InterceptedViewStore.Operation;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which commits are to be delivered again if a store fails or other invocations write. */
class ProjectorFaultsTest extends ProjectorFixture {

    private final StreamName other = account("2");

    private static Interception failing(Operation failing, StreamName stream) {
        return (operation, keys) -> {
            if (operation == failing
                    && keys.stream().anyMatch(key -> key.stream().equals(stream))) {
                throw unreachable();
            }
        };
    }

    private static Interception failing(Operation failing) {
        return (operation, _) -> {
            if (operation == failing) {
                throw unreachable();
            }
        };
    }

    @Test
    void a_row_that_cannot_be_written_fails_only_the_commits_of_its_stream() {
        Commit first = enter(1);
        Commit second = enter(2);
        Commit ofOtherStream = enter(other, 3);
        views.before(failing(Operation.WRITE, account));

        assertThat(project(second, ofOtherStream, first))
                .containsExactlyInAnyOrder("account-1@1", "account-1@2");
        assertProjected(other);
        assertThat(rows.row(key(account))).isEmpty();

        views.before(InterceptedViewStore.NONE);
        deliver(first, second);
        assertProjected(account);
    }

    @Test
    void a_commit_that_is_delivered_again_after_a_lost_answer_changes_nothing() {
        Commit first = enter(1);
        views.after(failing(Operation.WRITE, account));
        deliver(first);
        views.after(InterceptedViewStore.NONE);
        deliver(first);
        assertProjected(account);
    }

    @Test
    void a_gap_that_cannot_be_read_fails_only_the_commits_of_its_stream() {
        enter(1);
        Commit second = enter(2);
        Commit third = enter(3);
        Commit ofOtherStream = enter(other, 4);
        events.before((stream, read) -> {
            if (stream.equals(account) && read == 1) {
                throw unreachable();
            }
        });

        assertThat(project(ofOtherStream, third, second))
                .containsExactlyInAnyOrder("account-1@2", "account-1@3");
        assertProjected(other);
        assertThat(rows.row(key(account))).isEmpty();

        events.before(InterceptedEventStore.NONE);
        deliver(second, third);
        assertProjected(account);
    }

    @Test
    void a_batch_is_delivered_again_until_the_first_generation_is_filled() {
        enter(other, 2);
        Commit delivered = enter(1);
        views.before(failing(Operation.WRITE, other));

        assertThat(project(delivered)).containsExactly("account-1@1");
        assertThat(rows.generations(entries.name()).flatMap(Generations::live)).isEmpty();

        views.before(InterceptedViewStore.NONE);
        deliver(delivered);
        assertThat(rows.generations(entries.name()).flatMap(Generations::live)).isPresent();
        assertProjected(account);
        assertProjected(other);
    }

    @Test
    void a_failed_stream_is_not_parked() {
        Commit first = enter(1);
        views.before(failing(Operation.WRITE));
        project(first);
        assertThat(rows.parked(entries.name(), 1, 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_WITH_GENERATIONS", "NEXT_NUMBER", "SAVE_GENERATIONS", "READ_ALL"})
    void a_failure_that_concerns_all_rows_fails_the_batch(Operation operation) {
        views.before(failing(operation));
        assertThat(project(enter(1), enter(2), enter(other, 3)))
                .containsExactlyInAnyOrder("account-1@1", "account-1@2", "account-2@1");
        assertThat(rows.row(key(account))).isEmpty();
    }

    @Test
    void a_batch_whose_progress_cannot_be_saved_is_not_delivered_again() {
        Commit first = enter(1);
        views.before(failing(Operation.SAVE_PROGRESS));
        assertThat(project(first)).isEmpty();
        assertProjected(account);
    }

    @Test
    void progress_is_not_saved_for_a_failed_batch() {
        Commit first = enter(1);
        views.before(failing(Operation.WRITE, account));
        project(first, enter(other, 2));
        assertThat(rows.progress(entries.name())).isEmpty();
    }

    @Test
    void commits_of_other_categories_do_not_fail() {
        Commit first = enter(1);
        Commit elsewhere =
                append(stored, new StreamName("order", "1"), Entries.CODEC.encode(List.of(1)));
        views.before(failing(Operation.READ_WITH_GENERATIONS));
        assertThat(project(first, elsewhere)).containsExactly("account-1@1");
    }

    @Test
    void an_unexpected_exception_fails_the_batch_of_its_projection_alone() {
        Entries failing = new Entries("failing", 1);
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE
                    && keys.stream().anyMatch(key -> key.projection().equals("failing"))) {
                throw new UnsupportedOperationException("unexpected");
            }
        });
        assertThat(projector(failing, entries).project(deliveries(enter(1))))
                .containsExactly("account-1@1");
        assertProjected(account);
    }

    @Test
    void a_failed_projection_does_not_stop_another() {
        Entries failing = new Entries("failing", 1);
        Commit first = enter(1);
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE
                    && keys.stream().anyMatch(key -> key.projection().equals("failing"))) {
                throw unreachable();
            }
        });
        assertThat(projector(failing, entries).project(deliveries(first)))
                .containsExactly("account-1@1");
        assertProjected(account);
        assertThat(rows.progress(entries.name())).isPresent();
        assertThat(rows.progress(failing.name())).isEmpty();
    }

    @Test
    void a_live_generation_of_another_schema_version_fails_the_batch() {
        deliver(enter(1));
        rows.set(entries.name(), InMemoryViewStore.live(1, 2));
        ProjectedRow row = row(account);
        assertThat(project(enter(2), enter(other, 1)))
                .containsExactlyInAnyOrder("account-1@2", "account-2@1");
        assertThat(row(account)).isEqualTo(row);
        assertThat(rows.row(key(other))).isEmpty();
    }

    @Test
    void
            a_generation_that_is_built_with_another_schema_version_fails_the_batch_but_the_live_one_is_written() {
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 2)));
        Commit first = enter(1);
        assertThat(project(first)).containsExactly("account-1@1");
        assertProjected(account);
        assertThat(rows.row(new RowKey(entries.name(), 2, account))).isEmpty();
        assertThat(rows.progress(entries.name())).isEmpty();
    }

    @Test
    void a_commit_that_failed_in_one_generation_is_delivered_again() {
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 1)));
        Commit first = enter(1);
        views.before((operation, keys) -> {
            if (operation == Operation.NOTE_RETRY
                    || (operation == Operation.WRITE
                            && keys.stream().anyMatch(key -> key.generation() == 2))) {
                throw unreachable();
            }
        });
        assertThat(project(first, enter(other, 1)))
                .containsExactlyInAnyOrder("account-1@1", "account-2@1");
        assertProjected(account, other);
    }

    /** Runs another invocation before the first write of a row. */
    private void beforeFirstWrite(Runnable otherInvocation) {
        AtomicInteger writes = new AtomicInteger();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && writes.getAndIncrement() == 0) {
                otherInvocation.run();
            }
        });
    }

    @Test
    void a_row_that_another_invocation_changed_is_read_again() {
        Commit first = enter(1);
        Commit second = enter(2);
        Commit third = enter(3);
        beforeFirstWrite(() -> deliver(first, second));
        deliver(first, second, third);
        assertProjected(account);
    }

    @Test
    void a_row_that_another_invocation_took_further_is_left_unchanged() {
        Commit first = enter(1);
        Commit second = enter(2);
        beforeFirstWrite(() -> deliver(first, second));
        deliver(first);
        assertProjected(account);
    }

    @Test
    void a_row_that_another_invocation_parked_stays_parked() {
        Commit first = enter(1);
        DeliveredCommit damaged = damaged(first);
        beforeFirstWrite(() -> project(damaged));
        deliver(first);
        assertThat(row(account).parked()).isPresent();
        assertThat(shown(account)).isEmpty();
    }

    @Test
    void a_row_that_is_deleted_meanwhile_is_folded_anew() {
        deliver(enter(1));
        beforeFirstWrite(() -> rows.remove(key(account)));
        deliver(enter(2));
        assertProjected(account);
    }

    @Test
    void a_row_that_others_change_at_each_attempt_fails_its_commits() {
        for (int i = 0; i < 50; i++) {
            enter(i);
        }
        List<Commit> commits = Commits.all(stored, account);
        AtomicInteger next = new AtomicInteger(1);
        views.before((operation, _) -> {
            if (operation == Operation.WRITE) {
                rows.put(folded(key(account), commits.subList(0, next.getAndIncrement())));
            }
        });
        Commit last = commits.getLast();
        assertThat(project(last)).containsExactly(id(last));
        assertThat(next).hasValueLessThan(commits.size());

        views.before(InterceptedViewStore.NONE);
        deliver(last);
        assertProjected(account);
    }
}
