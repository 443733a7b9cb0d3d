package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.RowTally.Found;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a projector counts: commits that a row had already, and rows that lacked some. */
class RowTallyTest extends ProjectorFixture {

    private final Amounts amounts = new Amounts();
    private final Projector both = projector(entries, amounts);

    @BeforeEach
    void goLive() {
        rows.set(entries.name(), InMemoryViewStore.live(1, 1));
        rows.set(amounts.name(), InMemoryViewStore.live(1, 1));
    }

    private void project(Projector by, Commit... batch) {
        assertThat(by.project(deliveries(batch))).isEmpty();
    }

    private void assertFound(long duplicates, long repaired) {
        assertThat(projector.tally().sinceStart()).isEqualTo(new Found(duplicates, repaired));
    }

    @Test
    void commits_in_order_are_neither() {
        deliver(enter(1), enter(2));
        deliver(enter(3));
        assertFound(0, 0);
    }

    @Test
    void a_commit_that_the_row_has_is_a_duplicate_each_time() {
        Commit first = enter(1);
        Commit second = enter(2);
        deliver(first, second);
        deliver(first);
        deliver(first, second);
        assertFound(3, 0);
    }

    @Test
    void a_commit_that_is_twice_in_a_batch_is_a_duplicate() {
        Commit first = enter(1);
        deliver(first, first);
        assertFound(1, 0);
    }

    @Test
    void each_read_model_counts() {
        Commit first = enter(1);
        project(both, first);
        project(both, first);
        assertThat(both.tally().sinceStart()).isEqualTo(new Found(2, 0));
    }

    @Test
    void a_row_that_lacked_commits_is_repaired_and_what_it_caught_up_with_is_no_duplicate() {
        Commit first = enter(1);
        enter(2);
        Commit third = enter(3);
        Commit fourth = enter(4);
        project(both, first);
        project(both, third, fourth);
        assertThat(both.tally().sinceStart()).isEqualTo(new Found(0, 2));
    }

    @Test
    void a_row_that_cannot_be_read_is_repaired() {
        deliver(enter(1));
        rows.damage(key(account));
        deliver(enter(2));
        assertProjected(account);
        assertFound(0, 1);
    }

    @Test
    void a_row_that_is_written_at_the_second_attempt_counts_once() {
        Commit first = enter(1);
        enter(2);
        deliver(first);
        AtomicBoolean raced = new AtomicBoolean();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && raced.compareAndSet(false, true)) {
                rows.put(folded(key(account), List.of(first, second())));
            }
        });
        deliver(first, enter(3), enter(4));
        assertProjected(account);
        assertThat(raced).isTrue();
        assertFound(1, 0);
    }

    private Commit second() {
        return Commits.all(stored, account).get(1);
    }

    @Test
    void a_row_that_is_parked_is_neither() {
        Commit first = enter(1);
        deliver(first);
        enter(2);
        enterUndecodable(account);

        deliver(enter(4));
        deliver(first);

        assertThat(row(account).parked()).isPresent();
        assertFound(0, 0);
    }

    @Test
    void a_generation_that_is_being_built_is_not_counted() {
        Commit first = enter(1);
        deliver(first);
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 1)));

        deliver(enter(2));

        assertThat(rows.row(new RowKey(entries.name(), 2, account)).orElseThrow().version())
                .isEqualTo(row(account).version());
        assertFound(0, 0);
    }
}
