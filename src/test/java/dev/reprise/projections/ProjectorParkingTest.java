package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot be applied stands still and says why, while everything else goes on. */
class ProjectorParkingTest extends ProjectorFixture {

    private final StreamName other = account("2");

    /** The row that the stream's first commits make, parked at the next event. */
    private ProjectedRow parkedAfter(int commits, String error) {
        List<Commit> applied = Commits.all(stored, account).subList(0, commits);
        ProjectedRow before =
                applied.isEmpty()
                        ? new ProjectedRow(
                                key(account),
                                StreamVersion.NONE,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty())
                        : folded(key(account), applied);
        return parked(before, before.version().nextSequenceNumber(), error);
    }

    private static ProjectedRow parked(ProjectedRow row, long sequenceNumber, String error) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                Optional.of(new Parked(sequenceNumber, error)));
    }

    @Test
    void a_commit_that_cannot_be_decoded_is_parked_where_it_stands() {
        deliver(enter(1, 2), enterUndecodable(account));
        assertThat(row(account))
                .isEqualTo(parkedAfter(1, "commit 3 of account-1: [?] is no list of numbers"));
    }

    @Test
    void a_first_commit_that_cannot_be_decoded_is_parked_in_an_empty_row() {
        deliver(enterUndecodable(account));
        assertThat(row(account))
                .isEqualTo(parkedAfter(0, "commit 1 of account-1: [?] is no list of numbers"));
    }

    @Test
    void a_commit_that_cannot_be_folded_is_parked_and_none_of_its_events_is_in_the_row() {
        deliver(enter(5), enter(1, -9, 8));
        assertThat(row(account)).isEqualTo(parkedAfter(1, "the account is overdrawn"));
    }

    @Test
    void a_commit_that_cannot_be_applied_is_parked_also_when_it_is_read_from_the_event_store() {
        deliver(enter(1));
        enter(2);
        enter(-9);
        deliver(enter(20));
        assertThat(row(account)).isEqualTo(parkedAfter(2, "the account is overdrawn"));
    }

    @Test
    void later_commits_of_a_parked_stream_wait() {
        deliver(enter(1), enterUndecodable(account), enter(2));
        ProjectedRow parked = row(account);
        deliver(enter(3));
        deliver(Commits.all(stored, account).toArray(Commit[]::new));
        assertThat(row(account)).isEqualTo(parked);
        assertThat(parked.version()).isEqualTo(new StreamVersion(1));
    }

    @Test
    void every_other_stream_goes_on() {
        Commit poison = enterUndecodable(account);
        deliver(enter(other, 1), poison, enter(other, 2));
        deliver(enter(account, 3), enter(other, 3));
        assertFollowed(other);
        assertThat(rows.parked(entries.name(), 1, 10)).containsExactly(row(account));
    }

    @Test
    void a_batch_with_a_parked_commit_is_progress() {
        Commit poison = enterUndecodable(account);
        deliver(poison);
        assertThat(rows.progress(entries.name())).contains(new Progress(poison.at(), NOW));
    }

    @Test
    void a_row_that_was_unparked_is_read_from_the_event_store_to_the_tail() {
        Commit first = enter(1);
        deliver(first);
        project(damaged(enter(2)));
        enter(3);
        rows.put(folded(key(account), List.of(first)));
        deliver(enter(4));
        assertFollowed(account);
    }

    @Test
    void a_damaged_delivery_that_is_due_is_parked() {
        deliver(enter(1));
        assertThat(project(damaged(enter(2)))).isEmpty();
        assertThat(row(account)).isEqualTo(parkedAfter(1, "no hash"));
    }

    @Test
    void a_damaged_delivery_behind_a_gap_is_what_the_event_store_says_it_is() {
        deliver(enter(1));
        enter(2);
        assertThat(project(damaged(enter(3)))).isEmpty();
        assertFollowed(account);
    }

    @Test
    void a_damaged_delivery_that_the_event_store_cannot_read_either_is_parked_behind_its_gap() {
        deliver(enter(1));
        enter(2);
        Commit damaged = enter(3);
        brokenAfter(2, "commit 3 of account-1 cannot be read");
        assertThat(project(damaged(damaged))).isEmpty();
        assertThat(row(account)).isEqualTo(parkedAfter(2, "commit 3 of account-1 cannot be read"));
    }

    /** The iteration ends with this before the commit that follows so many that are read. */
    private void brokenAfter(int commits, String error) {
        events.before((_, read) -> {
            if (read == commits) {
                throw new BrokenStreamException(error, null);
            }
        });
    }

    @Test
    void a_damaged_delivery_of_what_is_in_the_row_is_passed_over() {
        Commit first = enter(1);
        deliver(first, enter(2));
        assertThat(project(damaged(first))).isEmpty();
        assertFollowed(account);
    }

    @Test
    void a_damaged_delivery_of_another_category_passes_by() {
        DeliveredCommit damaged =
                new DeliveredCommit.Damaged("id", new StreamName("order", "1"), 1, "no hash");
        assertThat(project(damaged)).isEmpty();
        assertThat(rows.generations(entries.name())).isEmpty();
    }

    @Test
    void a_commit_of_the_same_number_and_another_hash_is_parked() {
        deliver(enter(1), enter(2));
        InMemoryEventStore restored = new InMemoryEventStore();
        append(restored, account, Entries.CODEC.encode(List.of(1)));
        Commit another = append(restored, account, Entries.CODEC.encode(List.of(3)));

        deliver(another);

        assertThat(row(account))
                .isEqualTo(
                        parked(
                                folded(account),
                                2,
                                "another commit of this number is applied:"
                                        + " the events table is another"));
    }

    @Test
    void a_hole_in_the_event_store_is_parked_where_it_is() {
        enter(1);
        enter(2);
        Commit afterTheHole = enter(3);
        brokenAfter(2, "gap: expected 3, got 4 in account-1");
        deliver(afterTheHole);
        assertThat(row(account)).isEqualTo(parkedAfter(2, "gap: expected 3, got 4 in account-1"));
    }

    @Test
    void a_commit_that_the_event_store_has_not_is_parked_at_its_tail() {
        deliver(enter(1));
        InMemoryEventStore another = new InMemoryEventStore();
        append(another, account, Entries.CODEC.encode(List.of(1, 2)));
        Commit notThere = append(another, account, Entries.CODEC.encode(List.of(3)));

        deliver(notThere);

        assertThat(row(account))
                .isEqualTo(parkedAfter(1, "the event store lacks it, but not what begins at 3"));
    }

    @Test
    void a_row_past_the_tail_of_the_event_store_is_made_anew_and_parked_there() {
        deliver(enter(1));
        InMemoryEventStore another = new InMemoryEventStore();
        append(another, account, Entries.CODEC.encode(List.of(1)));
        append(another, account, Entries.CODEC.encode(List.of(2, 3)));
        Commit further = append(another, account, Entries.CODEC.encode(List.of(4)));
        rows.put(folded(key(account), Commits.all(another, account).subList(0, 2)));
        Commit furthest = append(another, account, Entries.CODEC.encode(List.of(5)));

        deliver(furthest);

        assertThat(further.firstSequenceNumber()).isEqualTo(4);
        assertThat(row(account))
                .isEqualTo(parkedAfter(1, "the event store lacks it, but not what begins at 5"));
    }

    @Test
    void a_row_that_becomes_too_large_is_parked_as_it_was() {
        deliver(enter(1));
        deliver(enter(amounts(513)));
        assertThat(row(account).parked().map(Parked::error).orElseThrow())
                .matches("the row takes \\d+ bytes, and the store takes 2048");
        assertThat(row(account))
                .isEqualTo(parkedAfter(1, row(account).parked().orElseThrow().error()));
    }

    @Test
    void a_row_that_was_almost_too_large_can_still_be_parked() {
        deliver(enter(amounts(511)));
        assertFollowed(account);
        Commit oneTooMany = enter(amounts(2));
        deliver(oneTooMany, enter(other, 1));
        assertThat(row(account).parked()).isPresent();
        assertFollowed(other);
    }

    @Test
    void an_error_that_is_too_long_for_a_row_is_cut() {
        deliver(enter(1));
        EncodedEvents large = new EncodedEvents.Json(1, "[" + "?".repeat(100_000) + "]");
        deliver(append(stored, account, large), enter(other, 1));
        assertThat(row(account).version()).isEqualTo(new StreamVersion(1));
        assertThat(row(account).parked().map(Parked::error).orElseThrow())
                .startsWith("commit 2 of account-1: [???")
                .hasSize(ViewStore.MAX_ERROR_CHARACTERS);
        assertFollowed(other);
    }

    /** As {@link Entries}, but of no more than two amounts can a row be written. */
    private record Two(Entries entries) implements Projection<Integer, List<Integer>> {

        @Override
        public String name() {
            return entries.name();
        }

        @Override
        public int schemaVersion() {
            return entries.schemaVersion();
        }

        @Override
        public String category() {
            return entries.category();
        }

        @Override
        public EventCodec<Integer> codec() {
            return entries.codec();
        }

        @Override
        public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
            return entries.evolve(view, event);
        }

        @Override
        public String encode(List<Integer> view) {
            return entries.encode(view.size() > 2 ? List.of(view.get(0), view.get(-1)) : view);
        }

        @Override
        public List<Integer> decode(String encoded) {
            return entries.decode(encoded);
        }

        @Override
        public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
            return entries.indexEntries(stream, view);
        }
    }

    @Test
    void a_row_that_the_projection_cannot_write_is_parked_and_all_others_go_on() {
        Projector two = projector(new Two(entries));
        assertThat(two.project(deliveries(enter(1), enter(2)))).isEmpty();

        assertThat(two.project(deliveries(enter(3), enter(other, 4)))).isEmpty();

        assertThat(row(account).version()).isEqualTo(new StreamVersion(2));
        assertThat(row(account).parked().orElseThrow().sequenceNumber()).isEqualTo(3);
        assertFollowed(other);
    }
}
