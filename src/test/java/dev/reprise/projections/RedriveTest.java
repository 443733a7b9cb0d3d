package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import dev.reprise.projections.Redrive.Count;
import dev.reprise.projections.Redrive.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A person has parked streams tried again, from the event store. */
class RedriveTest extends ProjectorFixture {

    private final Fragile fragile = new Fragile();
    private final ProjectionVersions versions = ProjectionVersions.of(List.of(fragile)).getFirst();
    private final Projector parking = projector(fragile);
    private final Redrive redrive = new Redrive(views, events);
    private final StreamName other = account("2");

    private Result redriven(StreamName stream) {
        return redrive.redrive(versions, stream);
    }

    private void park(StreamName stream) {
        parking.project(deliveries(enter(stream, 1), enter(stream, Fragile.UNLUCKY)));
        assertThat(row(stream).parked().orElseThrow().error()).isEqualTo(Fragile.ERROR);
    }

    @Test
    void a_parked_stream_is_brought_to_its_tail_with_the_commits_that_waited() {
        park(account);
        enter(3);
        fragile.mend();

        assertThat(redriven(account)).isEqualTo(new Result.Redriven(List.of(folded(account))));
        assertProjected(account);
    }

    @Test
    void a_commit_that_still_fails_is_parked_again_where_it_was() {
        park(account);
        ProjectedRow before = row(account);

        assertThat(redriven(account)).isEqualTo(new Result.Redriven(List.of(before)));
        assertThat(row(account)).isEqualTo(before);
    }

    @Test
    void a_commit_that_fails_further_on_is_parked_there() {
        park(account);
        fragile.mend();
        enter(-100);

        Result.Redriven result = (Result.Redriven) redriven(account);

        assertThat(result.rows().getFirst().version().value()).isEqualTo(2);
        assertThat(row(account).parked().orElseThrow().sequenceNumber()).isEqualTo(3);
    }

    @Test
    void a_stream_that_is_not_parked_is_left_alone() {
        deliver(enter(1));
        enter(2);
        assertThat(redriven(account)).isEqualTo(new Result.NotParked());
        assertThat(shown(account)).contains("[1]");
    }

    @Test
    void a_stream_without_events_and_one_of_another_category_are_unknown() {
        assertThat(redriven(account)).isEqualTo(new Result.NoEvents());
        Commits.appendAll(stored, new StreamName("card", "1"), 1);
        assertThat(redriven(new StreamName("card", "1"))).isEqualTo(new Result.NoEvents());
    }

    @Test
    void a_row_is_unparked_in_every_generation_that_is_written() {
        deliver(enter(other, 1));
        rows.set(fragile.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 1)));
        park(account);
        fragile.mend();

        Result.Redriven result = (Result.Redriven) redriven(account);

        assertThat(result.rows()).extracting(row -> row.key().generation()).containsExactly(1, 2);
        assertThat(rows.row(new RowKey(fragile.name(), 2, account)).orElseThrow().parked())
                .isEmpty();
    }

    @Test
    void a_contradiction_is_over_once_the_events_are_there_again() {
        enter(1);
        enter(2);
        rows.put(contradicted(folded(account)));

        assertThat(redriven(account)).isEqualTo(new Result.Redriven(List.of(folded(account))));
    }

    @Test
    void a_contradiction_that_still_stands_is_parked_again() {
        enter(1);
        InMemoryEventStore another = new InMemoryEventStore();
        append(another, account, Entries.CODEC.encode(List.of(7)));
        ProjectedRow before = contradicted(folded(key(account), Commits.all(another, account)));
        rows.put(before);

        Result.Redriven result = (Result.Redriven) redriven(account);

        assertThat(result.rows().getFirst().view()).isEqualTo(before.view());
        assertThat(row(account).parked().orElseThrow().reason()).isEqualTo(Reason.CONTRADICTION);
    }

    private ProjectedRow contradicted(ProjectedRow row) {
        deliver(enter(other, 1));
        return ProjectorParkingTest.parked(row, 2, Reason.CONTRADICTION, "commits are missing");
    }

    @Test
    void a_row_that_needs_a_rebuild_is_not_tried() {
        deliver(enter(1));
        ProjectedRow row =
                ProjectorParkingTest.parked(row(account), 1, Reason.NEEDS_REBUILD, "altered");
        rows.put(row);

        assertThat(redriven(account))
                .isEqualTo(new Result.NeedsRebuild(row.parked().orElseThrow()));
        assertThat(row(account)).isEqualTo(row);
    }

    @Test
    void a_row_that_another_invocation_writes_meanwhile_is_read_again() {
        park(account);
        fragile.mend();
        AtomicInteger writes = new AtomicInteger();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && writes.getAndIncrement() == 0) {
                redriven(account);
                deliver(enter(4));
            }
        });

        assertThat(redriven(account)).isEqualTo(new Result.Redriven(List.of(folded(account))));
    }

    @Test
    void a_store_that_does_not_answer_is_reported() {
        park(account);
        fragile.mend();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE) {
                throw unreachable();
            }
        });
        assertThatThrownBy(() -> redriven(account))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("1 of 1 streams could not be redriven, because a store did not answer");
    }

    @Test
    void all_parked_streams_are_redriven_and_counted() {
        park(account);
        park(other);
        StreamName third = account("3");
        deliver(enter(third, 1));
        rows.put(ProjectorParkingTest.parked(row(third), 1, Reason.NEEDS_REBUILD, "altered"));
        enter(other, -100);
        fragile.mend();

        assertThat(redrive.redriveAll(versions)).contains(new Count(2, 1, 1));
        assertProjected(account);
        assertThat(row(other).parked().orElseThrow().sequenceNumber()).isEqualTo(3);
    }

    @Test
    void nothing_is_redriven_where_nothing_is_parked() {
        deliver(enter(1));
        assertThat(redrive.redriveAll(versions)).isEmpty();
    }
}
