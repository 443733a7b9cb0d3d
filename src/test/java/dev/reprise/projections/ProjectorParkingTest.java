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

/** A commit that cannot be applied is parked with its error; other streams are projected. */
class ProjectorParkingTest extends ProjectorFixture {

    private final StreamName other = account("2");

    /** The row after the first commits of the stream, parked at the next event. */
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
        return parked(row, sequenceNumber, Parked.Reason.DAMAGED, error);
    }

    static ProjectedRow parked(
            ProjectedRow row, long sequenceNumber, Parked.Reason reason, String error) {
        return new ProjectedRow(
                row.key(),
                row.version(),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                Optional.of(new Parked(sequenceNumber, reason, 1, error)));
    }

    @Test
    void a_commit_that_cannot_be_decoded_is_parked() {
        deliver(enter(1, 2), enterUndecodable(account));
        assertThat(row(account))
                .isEqualTo(parkedAfter(1, "commit 3 of account-1: [?] is not a list of numbers"));
    }

    @Test
    void a_first_commit_that_cannot_be_decoded_is_parked_in_an_empty_row() {
        deliver(enterUndecodable(account));
        assertThat(row(account))
                .isEqualTo(parkedAfter(0, "commit 1 of account-1: [?] is not a list of numbers"));
    }

    @Test
    void a_commit_that_cannot_be_folded_is_parked_without_any_of_its_events() {
        deliver(enter(5), enter(1, -9, 8));
        assertThat(row(account)).isEqualTo(parkedAfter(1, "the account is overdrawn"));
    }

    @Test
    void a_commit_read_from_the_event_store_is_parked_if_it_cannot_be_applied() {
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
    void other_streams_are_projected_while_a_stream_is_parked() {
        Commit poison = enterUndecodable(account);
        deliver(enter(other, 1), poison, enter(other, 2));
        deliver(enter(account, 3), enter(other, 3));
        assertProjected(other);
        assertThat(rows.parked(entries.name(), 1, 10)).containsExactly(row(account));
    }

    @Test
    void progress_is_saved_for_a_batch_with_a_parked_commit() {
        Commit poison = enterUndecodable(account);
        deliver(poison);
        assertThat(rows.progress(entries.name()))
                .contains(new Progress(poison.at(), NOW, Optional.of(account)));
    }

    @Test
    void a_row_that_was_unparked_catches_up_to_the_tail() {
        Commit first = enter(1);
        deliver(first);
        project(damaged(enter(2)));
        enter(3);
        rows.put(folded(key(account), List.of(first)));
        deliver(enter(4));
        assertProjected(account);
    }

    @Test
    void a_damaged_commit_is_parked_if_it_is_the_next_expected() {
        deliver(enter(1));
        assertThat(project(damaged(enter(2)))).isEmpty();
        assertThat(row(account)).isEqualTo(parkedAfter(1, "no hash"));
    }

    @Test
    void a_damaged_commit_behind_a_gap_is_read_from_the_event_store() {
        deliver(enter(1));
        enter(2);
        assertThat(project(damaged(enter(3)))).isEmpty();
        assertProjected(account);
    }

    @Test
    void a_damaged_commit_behind_a_gap_is_parked_if_the_event_store_cannot_read_it_either() {
        deliver(enter(1));
        enter(2);
        Commit damaged = enter(3);
        failAfter(2, "commit 3 of account-1 cannot be read");
        assertThat(project(damaged(damaged))).isEmpty();
        assertThat(row(account)).isEqualTo(parkedAfter(2, "commit 3 of account-1 cannot be read"));
    }

    /** From now on, reading more than this number of commits of a stream fails. */
    private void failAfter(int commits, String error) {
        events.before((_, read) -> {
            if (read == commits) {
                throw new BrokenStreamException(error, null);
            }
        });
    }

    @Test
    void a_damaged_commit_that_the_row_already_has_is_skipped() {
        Commit first = enter(1);
        deliver(first, enter(2));
        assertThat(project(damaged(first))).isEmpty();
        assertProjected(account);
    }

    @Test
    void a_damaged_commit_of_another_category_is_skipped() {
        DeliveredCommit damaged =
                new DeliveredCommit.Damaged("id", new StreamName("order", "1"), 1, "no hash");
        assertThat(project(damaged)).isEmpty();
        assertThat(rows.generations(entries.name())).isEmpty();
    }

    @Test
    void a_gap_in_the_event_store_is_parked() {
        enter(1);
        enter(2);
        Commit afterTheGap = enter(3);
        failAfter(2, "gap: expected 3, got 4 in account-1");
        deliver(afterTheGap);
        assertThat(row(account)).isEqualTo(parkedAfter(2, "gap: expected 3, got 4 in account-1"));
    }

    @Test
    void a_delivered_commit_that_is_missing_in_the_event_store_is_parked() {
        deliver(enter(1));
        InMemoryEventStore another = new InMemoryEventStore();
        append(another, account, Entries.CODEC.encode(List.of(1, 2)));
        Commit missing = append(another, account, Entries.CODEC.encode(List.of(3)));

        deliver(missing);

        assertThat(row(account))
                .isEqualTo(
                        parkedAfter(
                                1,
                                "the event store has no commit here, but the commit at 3 was delivered;"
                                        + " compare the events table with a backup"));
    }

    @Test
    void a_delivered_commit_at_the_end_of_the_event_store_is_parked() {
        enter(1);
        InMemoryEventStore another = new InMemoryEventStore();
        append(another, account, Entries.CODEC.encode(List.of(1)));
        Commit missing = append(another, account, Entries.CODEC.encode(List.of(2)));

        deliver(missing);

        assertThat(row(account))
                .isEqualTo(
                        parkedAfter(
                                1,
                                "the event store has no commit here, but the commit at 2 was delivered;"
                                        + " compare the events table with a backup"));
    }

    @Test
    void a_new_process_does_not_compare_a_parked_row_with_the_event_store() {
        deliver(enter(1), enterUndecodable(account));
        ProjectedRow parked = row(account);
        Projector onAnEarlierBackup =
                new Projector(
                        List.of(entries),
                        views,
                        new InMemoryEventStore(),
                        new InMemoryCommitScan(stored),
                        () -> NOW);
        assertThat(onAnEarlierBackup.project(deliveries(enter(other, 1)))).isEmpty();
        assertThat(row(account)).isEqualTo(parked);
    }

    @Test
    void a_row_that_becomes_too_large_is_parked_unchanged() {
        deliver(enter(1));
        deliver(enter(amounts(513)));
        assertThat(row(account).parked().map(Parked::error).orElseThrow())
                .matches("the row takes \\d+ bytes; the limit is 2048 bytes");
        assertThat(row(account))
                .isEqualTo(parkedAfter(1, row(account).parked().orElseThrow().error()));
    }

    @Test
    void a_row_that_was_almost_too_large_can_still_be_parked() {
        deliver(enter(amounts(511)));
        assertProjected(account);
        Commit oneTooMany = enter(amounts(2));
        deliver(oneTooMany, enter(other, 1));
        assertThat(row(account).parked()).isPresent();
        assertProjected(other);
    }

    @Test
    void an_error_that_is_too_long_is_truncated() {
        deliver(enter(1));
        EncodedEvents large = new EncodedEvents.Json(1, "[" + "?".repeat(100_000) + "]");
        deliver(append(stored, account, large), enter(other, 1));
        assertThat(row(account).version()).isEqualTo(new StreamVersion(1));
        assertThat(row(account).parked().map(Parked::error).orElseThrow())
                .startsWith("commit 2 of account-1: [???")
                .hasSize(ViewStore.MAX_ERROR_CHARACTERS);
        assertProjected(other);
    }

    @Test
    void an_error_is_not_truncated_within_a_surrogate_pair() {
        String error = "x".repeat(ViewStore.MAX_ERROR_CHARACTERS - 1);
        assertThat(
                        project(
                                new DeliveredCommit.Damaged("1", account, 1, error + "🚚 y"),
                                new DeliveredCommit.Damaged(
                                        "2", other, 1, error.substring(1) + "🚚 y")))
                .isEmpty();
        assertThat(row(account).parked().map(Parked::error)).contains(error);
        assertThat(row(other).parked().map(Parked::error)).contains(error.substring(1) + "🚚");
    }

    /** As {@link Entries}, but encoding a row of more than two amounts fails. */
    private record AtMostTwo(Entries entries) implements Projection<Integer, List<Integer>> {

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
    void a_row_that_the_projection_cannot_encode_is_parked_and_other_streams_are_projected() {
        Projector projector = projector(new AtMostTwo(entries));
        assertThat(projector.project(deliveries(enter(1), enter(2)))).isEmpty();

        assertThat(projector.project(deliveries(enter(3), enter(other, 4)))).isEmpty();

        assertThat(row(account).version()).isEqualTo(new StreamVersion(2));
        assertThat(row(account).parked().orElseThrow().sequenceNumber()).isEqualTo(3);
        assertProjected(other);
    }
}
