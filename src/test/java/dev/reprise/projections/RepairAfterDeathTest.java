package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.InterceptedViewStore.Interception;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.JobPart.Count;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that repairs may die at any moment. */
@ExtendWith(SilentProjections.class)
class RepairAfterDeathTest extends JobFixture {

    private static final int STREAMS = 10;

    /** More shared rows than one transaction takes. */
    private static final int MANY = 130;

    /** The events before the table was restored. */
    private final InMemoryEventStore before = new InMemoryEventStore();

    private boolean died;

    @BeforeEach
    void start_with_rows_of_events_that_are_gone() {
        for (Projection<?, ?> projection : all) {
            rows.set(
                    projection.name(),
                    InMemoryViewStore.live(rows.nextGenerationNumber(projection.name()), 1));
        }
    }

    /** Enters amounts before and after the restore; the rows are those from before. */
    private void restore(StreamName stream, List<Integer> gone, Integer... there) {
        Commit commit = append(before, stream, Entries.CODEC.encode(gone));
        new Projector(all, rows, before, new InMemoryCommitScan(before), () -> NOW)
                .project(List.of(intact(commit)));
        enter(stream, there);
    }

    private void beginRepair() {
        assertThat(jobs.repair().start(amounts.name(), true))
                .isInstanceOf(Repair.Outcome.Started.class);
    }

    private void endRepair() {
        runAll(Kind.REPAIR);
        assertThat(job(amounts, Kind.REPAIR).state()).isEqualTo(State.DONE);
    }

    /** The process dies at this call of the view store. Another one goes on. */
    private Interception dyingAt(int call) {
        int[] left = {call};
        return (_, _) -> {
            synchronized (left) {
                if (left[0]-- == 0) {
                    died = true;
                    throw new Killed();
                }
            }
        };
    }

    static IntStream calls() {
        return IntStream.range(0, 32);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_repair_that_dies_before_a_call_is_resumed(int call) {
        restoreMany();
        beginRepair();
        views.before(dyingAt(call));
        endRepair();
        assertRepaired();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_repair_that_dies_after_a_call_is_resumed(int call) {
        restoreMany();
        beginRepair();
        views.after(dyingAt(call));
        endRepair();
        assertRepaired();
    }

    @Test
    void a_page_with_a_row_that_cannot_be_written_is_read_again() {
        restoreMany();
        beginRepair();
        int[] refusals = {4};
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE
                    && keys.contains(new RowKey(amounts.name(), 1, account("s3")))
                    && refusals[0]-- > 0) {
                throw unreachable();
            }
        });
        endRepair();
        assertThat(refusals[0]).isNegative();
        assertComplete(amounts, 1);
    }

    private void restoreMany() {
        for (int i = 0; i < STREAMS; i++) {
            restore(account("s" + i), List.of(i, 40 + i), i, 7 * i + 1, 3);
        }
    }

    private void assertRepaired() {
        assertThat(died).isTrue();
        assertComplete(amounts, 1);
        assertThat(
                        jobs.repair().progress(amounts.name()).orElseThrow().parts().stream()
                                .mapToLong(part -> part.count(Count.MENDED))
                                .sum())
                .isPositive();
    }

    /** One change of shared rows in two or more transactions. */
    private void restoreLarge() {
        restore(
                account,
                IntStream.range(0, MANY).boxed().toList(),
                IntStream.range(MANY, 2 * MANY).boxed().toArray(Integer[]::new));
    }

    @Test
    void a_large_change_of_shared_rows_is_repaired() {
        restoreLarge();
        beginRepair();
        endRepair();
        assertComplete(amounts, 1);
    }

    @Test
    void a_large_change_that_is_left_in_its_middle_is_parked_and_a_rebuild_makes_it_right() {
        restoreLarge();
        int[] writes = {0};
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && writes[0]++ == 1) {
                throw new Killed();
            }
        });

        beginRepair();
        endRepair();

        ProjectedRow left = rows.row(new RowKey(amounts.name(), 1, account)).orElseThrow();
        assertThat(writes[0]).isGreaterThan(2);
        assertThat(left.unfinished()).isPresent();
        assertThat(left.parked().orElseThrow().error()).contains("cannot be finished");
        assertThat(left.view()).isEqualTo(viewBefore());

        jobs.rebuild().start(versions(amounts), true);
        runAll(Kind.REBUILD);

        int live = generations(amounts).live().orElseThrow().number();
        assertThat(live).isEqualTo(2);
        assertComplete(amounts, live);
    }

    private Optional<String> viewBefore() {
        return Optional.of(
                amounts.encode(
                        Entries.CODEC.decode(Commits.all(before, account).getFirst().events())));
    }
}
