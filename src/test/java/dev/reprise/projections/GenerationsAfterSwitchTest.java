package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.Rebuild.Outcome;
import dev.reprise.projections.Rebuild.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a switch the old generation retires: it can be live again, and is deleted later. */
class GenerationsAfterSwitchTest extends JobFixture {

    private static final Generation OLD = new Generation(1, 1);
    private static final Generation NEW = new Generation(2, 1);

    @BeforeEach
    void rebuild() {
        for (int i = 0; i < 8; i++) {
            enter(account("s" + i), i, i + 1);
        }
        goLive(1);
        jobs.rebuild().start(versions(amounts), true);
        runAll(Kind.REBUILD);
        assertThat(generations(amounts).live()).contains(NEW);
    }

    private Outcome switchBack() {
        return jobs.rebuild().switchBack(versions(amounts));
    }

    private static Refusal refusal(Outcome outcome) {
        return ((Outcome.Refused) outcome).refusal();
    }

    @Test
    void the_old_generation_is_written_while_it_retires_and_then_deleted() {
        projectorOfAll().project(deliveries(enter(account("s1"), 9)));
        assertComplete(amounts, 1);
        assertComplete(amounts, 2);
        Duration left = Duration.between(now, queue.getFirst().at());
        assertThat(left).isBetween(RETIREMENT.minusSeconds(1), RETIREMENT);

        runAll(Kind.CLEAN_UP);

        assertThat(generations(amounts)).isEqualTo(InMemoryViewStore.live(2, 1));
        assertThat(rowsOf(rows, amounts.name(), 1)).isEmpty();
        assertThat(rows.shared(amounts.name(), 1)).isEmpty();
        assertThat(job(amounts, Kind.CLEAN_UP).state()).isEqualTo(State.DONE);
        assertComplete(amounts, 2);
    }

    @Test
    void a_task_that_comes_too_early_drops_nothing() {
        run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
        assertThat(generations(amounts).retiring()).containsExactly(OLD);
    }

    @Test
    void a_switch_back_makes_the_old_generation_live_with_all_that_was_written_meanwhile() {
        projectorOfAll().project(deliveries(enter(account("s1"), 9)));

        assertThat(switchBack()).isInstanceOf(Outcome.Accepted.class);

        assertThat(generations(amounts).live()).contains(OLD);
        assertThat(generations(amounts).retiring()).containsExactly(NEW);
        assertComplete(amounts, 1);
        runAll(Kind.CLEAN_UP);
        assertThat(generations(amounts)).isEqualTo(InMemoryViewStore.live(1, 1));
    }

    @Test
    void a_switch_back_puts_the_clean_up_off() {
        now = now.plus(RETIREMENT).minusSeconds(1);
        switchBack();
        now = now.plusSeconds(2);
        run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
        assertThat(generations(amounts).retiring()).containsExactly(NEW);
    }

    @Test
    void a_clean_up_that_read_before_a_switch_back_does_not_drop_what_retires_since() {
        now = now.plus(RETIREMENT);
        boolean[] entered = {false};
        views.before((operation, _) -> {
            if (operation == Operation.SAVE_GENERATIONS && !entered[0]) {
                entered[0] = true;
                switchBack();
            }
        });
        run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
        assertThat(generations(amounts).live()).contains(OLD);
        assertThat(generations(amounts).retiring()).containsExactly(NEW);
    }

    @Test
    void a_switch_back_whose_answer_was_lost_does_not_switch_twice() {
        boolean[] lost = {false};
        views.after((operation, _) -> {
            if (operation == Operation.SAVE_GENERATIONS && !lost[0]) {
                lost[0] = true;
                throw unreachable();
            }
        });
        assertThatThrownBy(this::switchBack).isInstanceOf(StoreUnavailableException.class);
        assertThat(generations(amounts).live()).contains(OLD);
    }

    @Test
    void nothing_is_switched_back_once_it_is_cleaned_up() {
        jobs.rebuild().cleanUp(amounts.name());
        runAll(Kind.CLEAN_UP);
        assertThat(refusal(switchBack())).isEqualTo(Refusal.NOTHING_RETIRES);
        assertThat(refusal(jobs.rebuild().cleanUp(amounts.name())))
                .isEqualTo(Refusal.NOTHING_RETIRES);
    }

    @Test
    void a_clean_up_by_hand_does_not_wait_for_the_retirement() {
        jobs.rebuild().cleanUp(amounts.name());
        run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
        assertThat(generations(amounts).dropped()).containsExactly(OLD);
        assertThat(generations(amounts).retiring()).isEmpty();
    }

    @Test
    void rows_that_a_late_batch_writes_after_the_drop_are_deleted_too() {
        jobs.rebuild().cleanUp(amounts.name());
        boolean[] entered = {false};
        views.after((operation, _) -> {
            if (operation == Operation.DELETE
                    && !entered[0]
                    && rowsOf(rows, amounts.name(), 1).isEmpty()) {
                entered[0] = true;
                rows.put(
                        copy(
                                rows.row(new RowKey(amounts.name(), 2, account("s1")))
                                        .orElseThrow(),
                                1));
            }
        });
        runAll(Kind.CLEAN_UP);
        assertThat(entered[0]).isTrue();
        assertThat(rowsOf(rows, amounts.name(), 1)).isEmpty();
        assertThat(generations(amounts).dropped()).isEmpty();
    }

    @Test
    void a_task_that_comes_twice_at_once_does_not_count_as_a_second_look() {
        jobs.rebuild().cleanUp(amounts.name());
        for (int i = 0; i < 10; i++) {
            run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
        }
        assertThat(rowsOf(rows, amounts.name(), 1)).isEmpty();
        assertThat(generations(amounts).dropped()).containsExactly(OLD);
    }

    @Test
    void a_generation_that_this_code_does_not_write_is_not_made_live() {
        rows.set(
                amounts.name(),
                new Generations(
                        Optional.of(NEW),
                        Optional.empty(),
                        List.of(new Generation(1, 99)),
                        List.of()));
        assertThat(refusal(switchBack())).isEqualTo(Refusal.NOTHING_RETIRES);
        assertThat(generations(amounts).live()).contains(NEW);
    }
}
