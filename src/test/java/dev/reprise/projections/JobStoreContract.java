package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobPart.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of every {@link JobStore}. */
public abstract class JobStoreContract {

    private static final Instant LATER = Commits.AT.plusSeconds(5);

    private final String projection = "jobs-" + UUID.randomUUID();

    /** The store under test: always the same, or one on the same data. */
    protected abstract JobStore store();

    private Job job(Kind kind, int number) {
        return new Job(
                projection, kind, number, 3, 12, State.RUNNING, false, Commits.AT, LATER, number);
    }

    private JobPart part(int job, int number, long revision) {
        return new JobPart(
                new JobTask(projection, Kind.REPAIR, number),
                job,
                Optional.of("a place"),
                false,
                new TreeMap<>(Map.of(Count.SCANNED, 5L, Count.MENDED, 1L)),
                new TreeMap<>(Map.of(Difference.MISSING, 1L)),
                List.of(new Finding("order-1", Difference.MISSING, "there is no row", true)),
                Optional.of("a worker"),
                LATER,
                revision);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_job_is_read_as_it_was_saved(Kind kind) {
        assertThat(store().job(projection, kind)).isEmpty();
        assertThat(store().save(job(kind, 1), Optional.empty())).isTrue();
        assertThat(store().job(projection, kind)).contains(job(kind, 1));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void a_job_is_saved_in_each_state(State state) {
        Job job = job(Kind.REBUILD, 1).in(state);
        store().save(job, Optional.empty());
        assertThat(store().job(projection, Kind.REBUILD)).contains(job);
    }

    @Test
    void jobs_of_different_kinds_and_projections_do_not_disturb_each_other() {
        store().save(job(Kind.REBUILD, 1), Optional.empty());
        assertThat(store().job(projection, Kind.REPAIR)).isEmpty();
        assertThat(store().job(projection + "-2", Kind.REBUILD)).isEmpty();
    }

    @Test
    void a_job_that_has_changed_is_not_replaced() {
        Job first = job(Kind.REBUILD, 1);
        Job second = job(Kind.REBUILD, 2);
        store().save(first, Optional.empty());
        assertThat(store().save(second, Optional.empty())).isFalse();
        assertThat(store().save(second, Optional.of(first))).isTrue();
        assertThat(store().save(job(Kind.REBUILD, 3), Optional.of(first))).isFalse();
        assertThat(store().job(projection, Kind.REBUILD)).contains(second);
    }

    @Test
    void a_part_is_read_as_it_was_saved() {
        JobPart part = part(1, 11, 4);
        assertThat(store().part(part.task())).isEmpty();
        assertThat(store().save(part, Optional.empty())).isTrue();
        assertThat(store().part(part.task())).contains(part);

        JobPart first = JobPart.first(job(Kind.REPAIR, 1), 2).with(Optional.empty(), LATER);
        store().save(first, Optional.empty());
        assertThat(store().part(first.task())).contains(first);
        JobPart done = first.at(Optional.empty()).with(Optional.empty(), LATER);
        store().save(done, Optional.of(first));
        assertThat(store().part(first.task())).contains(done);
    }

    @Test
    void a_part_that_has_changed_is_not_replaced() {
        JobPart first = part(1, 0, 4);
        JobPart second = first.with(Optional.empty(), LATER);
        store().save(first, Optional.empty());
        assertThat(store().save(second, Optional.empty())).isFalse();
        assertThat(store().save(second, Optional.of(first))).isTrue();
        assertThat(store().save(first.with(Optional.of("another"), LATER), Optional.of(first)))
                .isFalse();
        assertThat(store().part(first.task())).contains(second);
    }

    @Test
    void the_parts_of_a_job_are_listed_by_number_and_those_of_an_earlier_job_are_not() {
        store().save(part(2, 10, 1), Optional.empty());
        store().save(part(2, 9, 1), Optional.empty());
        store().save(part(1, 3, 1), Optional.empty());
        store().save(job(Kind.REPAIR, 2), Optional.empty());
        assertThat(store().parts(job(Kind.REPAIR, 2)))
                .containsExactly(part(2, 9, 1), part(2, 10, 1));
        assertThat(store().parts(job(Kind.REBUILD, 2))).isEmpty();
    }
}
