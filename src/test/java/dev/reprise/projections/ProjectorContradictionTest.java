package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow.Parked;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row that was made from a commit that the event store does not have is parked: it is evidence,
 * and is not made to fit what contradicts it.
 */
class ProjectorContradictionTest extends ProjectorFixture {

    private static final String LAST_IS_MISSING =
            "the row was made from events up to %d, and the events table does not have its last commit:"
                    + " the table was restored to an earlier time, or commits were changed or removed;"
                    + " verify the stream";

    private void assertParked(ProjectedRow before, long sequenceNumber, String error) {
        assertThat(row(account))
                .isEqualTo(
                        ProjectorParkingTest.parked(
                                before, sequenceNumber, Parked.Reason.CONTRADICTION, error));
    }

    private static ProjectedRow withVersion(ProjectedRow row, long version) {
        return new ProjectedRow(
                row.key(),
                new StreamVersion(version),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                row.parked());
    }

    /** Puts the row that was made from other commits than those of the event store. */
    private ProjectedRow putRowOfAnotherHistory(List<Integer> amounts) {
        InMemoryEventStore another = new InMemoryEventStore();
        amounts.forEach(amount -> append(another, account, Entries.CODEC.encode(List.of(amount))));
        ProjectedRow row = folded(key(account), Commits.all(another, account));
        rows.put(row);
        return row;
    }

    private static DeliveredCommit altered(long sequenceNumber, String change) {
        return new DeliveredCommit.Altered("altered", account("1"), sequenceNumber, change);
    }

    @Test
    void a_row_ahead_of_its_restored_stream_is_parked_by_a_commit_that_it_has() {
        Commit first = enter(1);
        ProjectedRow ahead = putRowOfAnotherHistory(List.of(1, 2, 3));

        deliver(first);

        assertParked(ahead, 3, LAST_IS_MISSING.formatted(3));
    }

    @Test
    void a_row_of_another_history_is_parked_by_a_commit_that_it_has() {
        Commit first = enter(1);
        enter(2);
        ProjectedRow other = putRowOfAnotherHistory(List.of(1, 3));

        deliver(first);

        assertParked(other, 2, LAST_IS_MISSING.formatted(2));
    }

    @Test
    void a_row_of_another_history_is_parked_by_a_later_commit() {
        enter(1);
        enter(2);
        ProjectedRow other = putRowOfAnotherHistory(List.of(1, 3));

        enter(4);
        deliver(enter(5));

        assertParked(other, 2, LAST_IS_MISSING.formatted(2));
    }

    @Test
    void a_row_ahead_of_its_stream_is_parked_by_a_commit_after_a_gap() {
        enter(1);
        ProjectedRow ahead = putRowOfAnotherHistory(List.of(1, 2, 3));
        enter(2);
        InMemoryEventStore another = new InMemoryEventStore();
        for (int amount = 1; amount <= 5; amount++) {
            append(another, account, Entries.CODEC.encode(List.of(amount)));
        }

        deliver(Commits.all(another, account).getLast());

        assertParked(ahead, 3, LAST_IS_MISSING.formatted(3));
    }

    @Test
    void a_commit_with_the_number_of_the_last_commit_and_another_hash_is_parked() {
        enter(1);
        Commit second = enter(2);
        ProjectedRow other = putRowOfAnotherHistory(List.of(1, 3));

        deliver(second);

        assertParked(
                other,
                2,
                "the row was made from another commit with this number: the events table was replaced"
                        + " or rewritten; verify the stream");
    }

    @Test
    void a_next_commit_that_does_not_cover_the_hash_of_the_row_is_parked() {
        deliver(enter(1), enter(2));
        // A row that was edited by hand: version 1 with the view and hash of version 2.
        ProjectedRow edited = withVersion(row(account), 1);
        rows.put(edited);
        Commit second = Commits.all(stored, account).getLast();
        Digest first = Commits.all(stored, account).getFirst().hash();

        assertThat(project(new DeliveredCommit.Intact("again", second, first::equals))).isEmpty();

        assertParked(edited, 1, LAST_IS_MISSING.formatted(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 100})
    void a_row_with_a_wrong_version_is_parked_when_commits_are_missing(long version) {
        deliver(enter(1), enter(2), enter(3));
        ProjectedRow edited = withVersion(row(account), version);
        rows.put(edited);
        for (int i = 0; i < 100; i++) {
            enter(i);
        }

        deliver(enter(7));

        assertParked(edited, version, LAST_IS_MISSING.formatted(version));
    }

    @Test
    void a_row_that_ends_within_a_commit_is_parked() {
        deliver(enter(1));
        ProjectedRow edited = withVersion(row(account), 3);
        rows.put(edited);

        deliver(enter(2, 3, 4));

        assertParked(edited, 3, LAST_IS_MISSING.formatted(3));
    }

    @Test
    void newer_code_does_not_unpark_a_contradiction() {
        Parked parked = new Parked(3, Parked.Reason.CONTRADICTION, 1, "missing");
        assertThat(parked.isRetriedBy(2)).isFalse();
    }

    @Test
    void a_commit_that_is_delivered_again_after_later_ones_is_compared_once() {
        Commit first = enter(1);
        Commit second = enter(2);
        deliver(first, second, enter(3));
        int[] reads = {0};
        events.before((_, _) -> reads[0]++);

        deliver(first, second);

        assertProjected(account);
        assertThat(reads[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "removed"})
    void a_row_that_was_made_from_an_altered_commit_is_parked(String change) {
        deliver(enter(1), enter(2));

        assertThat(project(altered(1, change))).isEmpty();

        assertParked(
                folded(account),
                1,
                "commit 1 was %s in the events table after the row was made from it; verify the stream"
                        .formatted(change));
    }

    @Test
    void a_row_whose_last_commit_was_altered_is_parked() {
        deliver(enter(1), enter(2));

        assertThat(project(altered(2, "removed"))).isEmpty();

        assertThat(row(account).parked())
                .hasValueSatisfying(parked -> {
                    assertThat(parked.reason()).isEqualTo(Parked.Reason.CONTRADICTION);
                    assertThat(parked.sequenceNumber()).isEqualTo(2);
                });
    }

    @Test
    void a_commit_that_is_altered_in_the_batch_that_delivers_it_is_parked() {
        assertThat(project(intact(enter(1)), altered(1, "removed"))).isEmpty();

        assertThat(row(account).parked().map(Parked::reason)).contains(Parked.Reason.CONTRADICTION);
    }

    @Test
    void a_row_without_the_altered_commit_is_made_from_the_event_store() {
        deliver(enter(1));
        enter(2);

        assertThat(project(altered(2, "changed"))).isEmpty();

        assertProjected(account);
    }

    @Test
    void an_altered_commit_that_a_newer_release_wrote_is_applied_if_it_can_be_read_now() {
        deliver(enter(account("2"), 1)); // The first batch would try the parked row again.
        Commit first = enter(1);
        assertThat(
                        project(
                                new DeliveredCommit.FromNewerRelease(
                                        "1", account, first.firstSequenceNumber(), "unknown")))
                .isEmpty();
        assertThat(row(account).parked()).isPresent();

        assertThat(project(altered(1, "changed"), intact(enter(2)))).isEmpty();

        assertProjected(account);
    }

    @Test
    void a_new_process_compares_the_row_that_was_written_last() {
        enter(1);
        ProjectedRow ahead = putRowOfAnotherHistory(List.of(1, 2));
        rows.set(entries.name(), InMemoryViewStore.live(1, entries.schemaVersion()));
        rows.saveProgress(entries.name(), new Progress(Commits.AT, NOW, Optional.of(account)));

        deliver(enter(account("2"), 1));

        assertParked(ahead, 2, LAST_IS_MISSING.formatted(2));
    }

    @Test
    void a_new_process_leaves_a_row_that_was_written_last_and_is_right() {
        deliver(enter(1), enter(2));
        ProjectedRow before = row(account);

        projector(entries).project(deliveries(enter(account("2"), 1)));

        assertThat(row(account)).isEqualTo(before);
    }
}
