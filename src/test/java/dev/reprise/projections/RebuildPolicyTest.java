package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.LoggedRecords;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Job.Kind;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** What the projector does about rows that are out of date. */
class RebuildPolicyTest extends JobFixture {

    private static final int COMMITS = 8;

    private RebuildPolicy automatic() {
        return RebuildPolicy.automatic(jobs.rebuild(), () -> now);
    }

    private void deliverWith(RebuildPolicy policy) {
        Projector projector =
                new Projector(
                        List.of(amounts),
                        views,
                        events,
                        new InMemoryCommitScan(stored, PAGE_SIZE),
                        () -> now,
                        policy);
        assertThat(projector.project(deliveries(enter(1)))).isEmpty();
    }

    private void enterMore() {
        for (int i = 0; i < COMMITS; i++) {
            enter(account("s" + i), i);
        }
    }

    private boolean isBuilding() {
        return rows.generations(amounts.name()).flatMap(Generations::building).isPresent();
    }

    @Test
    void a_live_generation_of_an_older_schema_version_is_rebuilt() {
        enterMore();
        rows.set(amounts.name(), InMemoryViewStore.live(rows.nextGenerationNumber("amounts"), 0));

        deliverWith(automatic());

        assertThat(generations(amounts).building()).contains(new Generation(2, 1));
        runAll(Kind.REBUILD);
        assertThat(generations(amounts).live()).contains(new Generation(2, 1));
        assertComplete(amounts, 2);
    }

    @Test
    void a_projection_that_is_new_over_many_events_is_built_and_becomes_live() {
        enterMore();

        deliverWith(automatic());

        assertThat(generations(amounts).live()).isEmpty();
        runAll(Kind.REBUILD);
        assertThat(generations(amounts).live()).contains(new Generation(1, 1));
        assertComplete(amounts, 1);
    }

    @Test
    void a_live_generation_of_the_newest_schema_version_is_left_alone() {
        enterMore();
        goLive(1);
        deliverWith(automatic());
        assertThat(isBuilding()).isFalse();
        assertThat(queue).isEmpty();
    }

    @Test
    void a_rebuild_that_is_running_is_left_alone() {
        enterMore();
        goLive(1);
        jobs.rebuild().start(versions(amounts), false);
        Job running = job(amounts, Kind.REBUILD);
        deliverWith(automatic());
        assertThat(job(amounts, Kind.REBUILD)).isEqualTo(running);
    }

    @Test
    void a_store_that_does_not_answer_is_asked_again_after_a_minute() {
        goLive(1);
        RebuildPolicy policy = automatic();
        jobStore.before(() -> {
            throw unreachable();
        });
        policy.rebuildNeeded(versions(amounts));
        jobStore.before(() -> {});

        now = now.plusSeconds(59);
        policy.rebuildNeeded(versions(amounts));
        assertThat(isBuilding()).isFalse();

        now = now.plusSeconds(1);
        policy.rebuildNeeded(versions(amounts));
        assertThat(isBuilding()).isTrue();
    }

    @Test
    void each_projection_has_a_minute_of_its_own() {
        goLive(1);
        RebuildPolicy policy = automatic();
        policy.rebuildNeeded(versions(amounts));
        policy.rebuildNeeded(versions(entries));
        assertThat(generations(entries).building()).isPresent();
    }

    @Test
    void the_manual_policy_says_once_for_each_projection_what_to_run() {
        goLive(1);
        try (LoggedRecords logged = new LoggedRecords(RebuildPolicy.class)) {
            RebuildPolicy policy = RebuildPolicy.manual();
            policy.rebuildNeeded(versions(amounts));
            policy.rebuildNeeded(versions(entries));
            policy.rebuildNeeded(versions(amounts));
            assertThat(logged.all())
                    .hasSize(2)
                    .first()
                    .extracting(LogRecord::getMessage)
                    .asString()
                    .contains("POST /projections/{0}/rebuild");
        }
        assertThat(isBuilding()).isFalse();
    }
}
