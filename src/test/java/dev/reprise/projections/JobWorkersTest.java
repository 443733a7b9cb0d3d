package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.JobPart.Count;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A part of a job belongs to one worker at a time; when it dies, another one goes on. */
class JobWorkersTest extends JobFixture {

    private static final int COMMITS = 24;

    private final JobTask task = new JobTask(amounts.name(), Kind.REBUILD, 0);

    @BeforeEach
    void start() {
        for (int i = 0; i < COMMITS; i++) {
            enter(account("s" + i), i);
        }
        goLive(1);
        jobs.rebuild().start(versions(amounts), true);
        queue.clear();
    }

    private Optional<Duration> onePage() {
        return jobs.runner().run(task, now.plusMillis(1));
    }

    private JobPart part() {
        return jobStore.part(task).orElseThrow();
    }

    private void advancing(Runnable each) {
        views.before((operation, _) -> {
            if (operation == Operation.READ_ALL) {
                now = now.plusMillis(1);
                each.run();
            }
        });
    }

    @Test
    void a_worker_stops_at_its_deadline_and_another_goes_on_at_once() {
        advancing(() -> {});
        assertThat(onePage()).contains(Duration.ZERO);
        assertThat(part().count(Count.SCANNED)).isEqualTo(3);
        assertThat(part().worker()).isEmpty();
        assertThat(onePage()).contains(Duration.ZERO);
        assertThat(part().count(Count.SCANNED)).isEqualTo(6);
    }

    @Test
    void a_part_is_left_to_its_worker_for_a_minute() {
        advancing(() -> assertThat(onePage()).contains(JobRunner.LEASE));
        onePage();
        assertThat(part().count(Count.SCANNED)).isEqualTo(3);
    }

    @Test
    void a_worker_that_dies_is_replaced_after_a_minute_and_its_page_repeated() {
        advancing(() -> {});
        onePage();
        views.after((operation, _) -> {
            if (operation == Operation.WRITE) {
                throw new Killed();
            }
        });
        try {
            onePage();
        } catch (RuntimeException killed) {
            // as a process that is gone
        }
        views.after(InterceptedViewStore.NONE);
        assertThat(onePage()).contains(JobRunner.LEASE);

        now = now.plus(JobRunner.LEASE);
        onePage();

        assertThat(part().count(Count.SCANNED)).isEqualTo(6);
    }

    @Test
    void a_worker_that_is_slower_than_its_lease_loses_the_part_and_stops() {
        AtomicInteger pages = new AtomicInteger();
        advancing(() -> {
            if (pages.getAndIncrement() == 0) {
                now = now.plus(JobRunner.LEASE);
                onePage();
            }
        });
        assertThat(onePage()).contains(JobRunner.LEASE);
        assertThat(part().count(Count.SCANNED)).isEqualTo(3);
    }

    @Test
    void a_store_that_does_not_answer_is_asked_again_by_whoever_comes_next() {
        views.before((operation, _) -> {
            if (operation == Operation.WRITE) {
                throw unreachable();
            }
        });
        assertThat(onePage()).contains(Duration.ofSeconds(5));
        assertThat(part().cursor()).isEmpty();
        assertThat(part().worker()).isEmpty();
    }

    @Test
    void the_tasks_of_jobs_whose_workers_are_gone_are_sent_again() {
        assertThat(queue).isEmpty();
        jobs.sendUnfinished();
        runAll(Kind.REBUILD);
        assertComplete(amounts, 2);
        assertThat(generations(amounts).live().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void a_task_without_a_job_is_done() {
        assertThat(
                        jobs.runner()
                                .run(
                                        new JobTask(entries.name(), Kind.REBUILD, 0),
                                        now.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void a_task_of_a_part_that_the_job_does_not_have_is_done() {
        assertThat(
                        jobs.runner()
                                .run(
                                        new JobTask(amounts.name(), Kind.REBUILD, PARTS),
                                        now.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void a_process_that_looks_for_jobs_in_the_store_finishes_a_rebuild() {
        for (int i = 0; i < 20; i++) {
            enter(account("many-" + i), i);
        }
        goLive(1);
        jobs.rebuild().start(versions(amounts), true);
        queue.clear();
        Generations before = rows.generations(amounts.name()).orElseThrow();

        jobs.work(now.plusSeconds(60));

        assertThat(rows.generations(amounts.name()).orElseThrow().live())
                .isEqualTo(before.building());
    }

    @Test
    void a_process_that_looks_for_jobs_ends_if_there_are_none() {
        goLive(1);
        jobs.work(now.plusSeconds(60));
        assertThat(queue).isEmpty();
    }

    @Test
    void a_process_that_looks_for_jobs_does_nothing_after_its_deadline() {
        enter(1);
        goLive(1);
        jobs.rebuild().start(versions(amounts), true);
        jobs.work(now);
        assertThat(rows.generations(amounts.name()).orElseThrow().building()).isPresent();
    }
}
