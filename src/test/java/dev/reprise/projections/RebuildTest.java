package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.Rebuild.Outcome;
import dev.reprise.projections.Rebuild.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A new generation is built, and made live, while the live one is read and written. */
class RebuildTest extends JobFixture {

    private static final int STREAMS = 12;

    private void enterMany() {
        for (int i = 0; i < STREAMS; i++) {
            enter(account("s" + i), i + 1);
            enter(account("s" + i), 10 * i, 7);
        }
    }

    private Outcome start(boolean automatic) {
        return jobs.rebuild().start(versions(amounts), automatic);
    }

    private void startAndRun(boolean automatic) {
        assertThat(start(automatic)).isInstanceOf(Outcome.Accepted.class);
        runAll(Kind.REBUILD);
    }

    private static Refusal refusal(Outcome outcome) {
        return ((Outcome.Refused) outcome).refusal();
    }

    private int live() {
        return generations(amounts).live().orElseThrow().number();
    }

    private State state() {
        return job(amounts, Kind.REBUILD).state();
    }

    @Test
    void a_generation_is_built_from_all_events_and_becomes_live() {
        enterMany();
        goLive(1);

        startAndRun(true);

        assertThat(generations(amounts))
                .isEqualTo(
                        new Generations(
                                Optional.of(new Generation(2, 1)),
                                Optional.empty(),
                                List.of(new Generation(1, 1)),
                                List.of()));
        assertThat(state()).isEqualTo(State.DONE);
        assertComplete(amounts, 2);
    }

    @Test
    void the_progress_counts_what_was_scanned_and_applied() {
        enterMany();
        goLive(1);
        start(true);
        Rebuild.Progress before = jobs.rebuild().progress(amounts.name()).orElseThrow();
        assertThat(before.parts()).isEmpty();
        assertThat(before.commits()).hasValue(2 * STREAMS);

        runAll(Kind.REBUILD);

        List<JobPart> parts = jobs.rebuild().progress(amounts.name()).orElseThrow().parts();
        assertThat(parts).hasSize(PARTS).allMatch(JobPart::done);
        assertThat(parts.stream().mapToLong(part -> part.count(Count.SCANNED)).sum())
                .isEqualTo(2 * STREAMS);
        assertThat(parts.stream().mapToLong(part -> part.count(Count.APPLIED)).sum())
                .isGreaterThanOrEqualTo(STREAMS);
    }

    @Test
    void a_second_rebuild_is_refused_while_one_runs() {
        enterMany();
        goLive(1);
        start(true);
        assertThat(refusal(start(true))).isEqualTo(Refusal.RUNNING);
        runAll(Kind.REBUILD);
        startAndRun(true);
        assertThat(live()).isEqualTo(3);
    }

    @Test
    void two_starts_at_the_same_time_begin_one_rebuild() {
        enterMany();
        goLive(1);
        boolean[] entered = {false};
        views.before((operation, _) -> {
            if (operation == Operation.SAVE_GENERATIONS && !entered[0]) {
                entered[0] = true;
                assertThat(start(true)).isInstanceOf(Outcome.Accepted.class);
            }
        });
        assertThat(refusal(start(true))).isEqualTo(Refusal.RUNNING);
        runAll(Kind.REBUILD);
        assertComplete(amounts, live());
        assertThat(generations(amounts).building()).isEmpty();
    }

    @Test
    void commits_that_are_delivered_meanwhile_are_in_both_generations() {
        enterMany();
        goLive(1);
        start(false);
        runNext();
        projectorOfAll().project(deliveries(enter(account("s3"), 99), enter(account("new"), 5)));
        runAll(Kind.REBUILD);

        assertComplete(amounts, 1);
        assertComplete(amounts, 2);
    }

    @Test
    void a_commit_whose_batch_read_the_generations_before_the_start_is_in_the_scan() {
        enterMany();
        goLive(1);
        boolean[] entered = {false};
        views.after((operation, _) -> {
            if (operation == Operation.READ_WITH_GENERATIONS && !entered[0]) {
                entered[0] = true;
                start(true);
            }
        });
        projectorOfAll().project(deliveries(enter(account("late"), 5)));
        runAll(Kind.REBUILD);

        assertComplete(amounts, 2);
    }

    @Test
    void a_switch_in_the_middle_of_a_batch_loses_nothing() {
        enterMany();
        goLive(1);
        startAndRun(false);
        boolean[] entered = {false};
        views.after((operation, _) -> {
            if (operation == Operation.READ_WITH_GENERATIONS && !entered[0]) {
                entered[0] = true;
                assertThat(jobs.rebuild().switchOver(amounts.name()))
                        .isInstanceOf(Outcome.Accepted.class);
            }
        });
        projector(amounts).project(deliveries(enter(account("late"), 5)));

        assertThat(live()).isEqualTo(2);
        assertComplete(amounts, 1);
        assertComplete(amounts, 2);
    }

    @Test
    void a_manual_switch_waits_and_is_refused_before_the_scan_is_complete() {
        enterMany();
        goLive(1);
        assertThat(refusal(jobs.rebuild().switchOver(amounts.name()))).isEqualTo(Refusal.NONE);
        start(false);
        assertThat(refusal(jobs.rebuild().switchOver(amounts.name())))
                .isEqualTo(Refusal.NOT_COMPLETE);
        runAll(Kind.REBUILD);
        assertThat(state()).isEqualTo(State.SCANNED);
        assertThat(live()).isEqualTo(1);

        jobs.rebuild().switchOver(amounts.name());

        assertThat(live()).isEqualTo(2);
        assertThat(state()).isEqualTo(State.DONE);
    }

    @Test
    void a_generation_with_a_parked_stream_becomes_live_only_after_a_redrive() {
        enterMany();
        goLive(1);
        StreamName poisoned = account("s1");
        start(true);
        rows.put(
                ProjectorParkingTest.parked(
                        emptyRow(2, poisoned), 1, ProjectedRow.Parked.Reason.DAMAGED, "poison"));
        for (int i = 0; i < 20; i++) {
            runNext();
        }
        assertThat(state()).isEqualTo(State.SCANNED);
        assertThat(live()).isEqualTo(1);
        assertThat(refusal(jobs.rebuild().switchOver(amounts.name())))
                .isEqualTo(Refusal.NOT_COMPLETE);
        assertThat(jobs.rebuild().progress(amounts.name()).orElseThrow().parked()).hasSize(1);

        new Redrive(views, events).redrive(versions(amounts), poisoned);
        runAll(Kind.REBUILD);

        assertThat(live()).isEqualTo(2);
        assertComplete(amounts, 2);
    }

    private ProjectedRow emptyRow(int generation, StreamName stream) {
        return new ProjectedRow(
                new RowKey(amounts.name(), generation, stream),
                StreamVersion.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    @Test
    void a_paused_rebuild_stops_and_goes_on_where_it_was() {
        enterMany();
        goLive(1);
        start(true);
        runNext();
        jobs.rebuild().pause(amounts.name());
        runAll(Kind.REBUILD);
        assertThat(state()).isEqualTo(State.PAUSED);
        assertThat(live()).isEqualTo(1);
        assertThat(refusal(jobs.rebuild().pause(amounts.name()))).isEqualTo(Refusal.NONE);

        jobs.rebuild().resume(amounts.name());
        runAll(Kind.REBUILD);

        assertThat(live()).isEqualTo(2);
        assertThat(scanned()).isEqualTo(2 * STREAMS);
        assertThat(refusal(jobs.rebuild().resume(amounts.name()))).isEqualTo(Refusal.NONE);
    }

    @Test
    void a_page_with_a_row_that_cannot_be_written_is_read_again() {
        enterMany();
        goLive(1);
        start(true);
        StreamName refused = account("s4");
        int[] refusals = {5};
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE
                    && keys.contains(new RowKey(amounts.name(), 2, refused))
                    && refusals[0]-- > 0) {
                throw unreachable();
            }
        });

        runAll(Kind.REBUILD);

        assertThat(refusals[0]).isNegative();
        assertThat(live()).isEqualTo(2);
        assertComplete(amounts, 2);
    }

    private long scanned() {
        return jobs.rebuild().progress(amounts.name()).orElseThrow().parts().stream()
                .mapToLong(part -> part.count(Count.SCANNED))
                .sum();
    }

    @Test
    void a_cancelled_rebuild_leaves_no_rows_even_if_a_worker_still_writes_some() {
        enterMany();
        goLive(1);
        start(true);
        boolean[] cancelled = {false};
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && !cancelled[0]) {
                cancelled[0] = true;
                jobs.rebuild().cancel(amounts.name());
                run(new JobTask(amounts.name(), Kind.CLEAN_UP, 0));
            }
        });
        runAll(Kind.REBUILD);
        assertThat(state()).isEqualTo(State.CANCELLED);
        assertThat(rowsOf(rows, amounts.name(), 2)).isNotEmpty();

        runAll(Kind.CLEAN_UP);

        assertThat(rowsOf(rows, amounts.name(), 2)).isEmpty();
        assertThat(rows.shared(amounts.name(), 2)).isEmpty();
        assertThat(generations(amounts)).isEqualTo(InMemoryViewStore.live(1, 1));
        assertThat(refusal(jobs.rebuild().cancel(amounts.name()))).isEqualTo(Refusal.NONE);
        startAndRun(true);
        assertThat(live()).isEqualTo(3);
        assertComplete(amounts, 3);
    }

    @Test
    void a_projection_without_a_generation_is_built_as_its_first_one() {
        enterMany();
        startAndRun(true);
        assertThat(live()).isEqualTo(1);
        assertComplete(amounts, 1);
    }

    @Test
    void a_first_generation_cannot_be_cancelled() {
        enterMany();
        start(true);
        assertThat(refusal(jobs.rebuild().cancel(amounts.name()))).isEqualTo(Refusal.NOT_COMPLETE);
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void a_generation_that_is_left_from_a_failed_start_is_taken_over() {
        enterMany();
        goLive(1);
        jobStore.before(() -> {
            if (generations(amounts).building().isPresent()) {
                throw unreachable();
            }
        });
        assertThatThrownBy(() -> start(true)).isInstanceOf(StoreUnavailableException.class);
        jobStore.before(() -> {});

        startAndRun(true);

        assertThat(live()).isEqualTo(2);
    }

    @Test
    void a_built_generation_of_another_schema_version_is_replaced() {
        enterMany();
        goLive(1);
        rows.nextGenerationNumber(amounts.name());
        rows.set(amounts.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 7)));

        startAndRun(true);

        assertThat(live()).isEqualTo(3);
        assertThat(generations(amounts).dropped()).containsExactly(new Generation(2, 7));
    }
}
