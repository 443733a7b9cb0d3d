package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow.Parked;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two releases of one projection. The older one does not know amounts of 1,000 and more. */
class ProjectorNewerReleaseTest extends ProjectorFixture {

    private final StreamName other = account("2");
    private final Projector older = release(1);
    private final Projector newer = release(2);

    /** A projector of a release, in a process of its own. */
    private Projector release(int schemaVersion) {
        return new Projector(
                List.of(new Release(entries, schemaVersion)),
                views,
                events,
                new InMemoryCommitScan(stored),
                () -> now);
    }

    /** {@link Entries} in the release of a schema version. */
    private record Release(Entries entries, EventCodec<Integer> codec)
            implements Projection<Integer, List<Integer>> {

        Release(Entries entries, int schemaVersion) {
            this(entries, new ReleasedCodec(schemaVersion));
        }

        @Override
        public String name() {
            return entries.name();
        }

        @Override
        public String category() {
            return entries.category();
        }

        @Override
        public int schemaVersion() {
            return entries.schemaVersion();
        }

        @Override
        public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
            return entries.evolve(view, event);
        }

        @Override
        public String encode(List<Integer> view) {
            return entries.encode(view);
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

    private record ReleasedCodec(int schemaVersion) implements EventCodec<Integer> {

        @Override
        public EncodedEvents encode(List<Integer> events) {
            return Entries.CODEC.encode(events);
        }

        @Override
        public List<Integer> decode(EncodedEvents encoded) {
            List<Integer> events = Entries.CODEC.decode(encoded);
            if (schemaVersion == 1 && events.stream().anyMatch(amount -> amount >= 1_000)) {
                throw NewerReleaseException.unknown("a large amount");
            }
            return events;
        }
    }

    private static void deliver(Projector to, Commit... commits) {
        assertThat(to.project(deliveries(commits))).isEmpty();
    }

    @Test
    void a_commit_of_a_newer_release_waits_and_the_row_says_which_schema_version_parked_it() {
        deliver(older, enter(1), enter(1_000), enter(2));
        assertThat(row(account).version()).isEqualTo(new StreamVersion(1));
        assertThat(row(account).parked())
                .contains(
                        new Parked(
                                2,
                                Reason.NEWER_RELEASE,
                                1,
                                "commit 2 of account-1: a large amount is not known to this version of the code: deploy the release that wrote it, or newer"));
    }

    @Test
    void a_missing_commit_that_the_event_store_cannot_read_yet_waits() {
        deliver(older, enter(1));
        enter(2);
        Commit third = enter(3);
        events.before((_, read) -> {
            if (read == 1) {
                throw NewerReleaseException.unknown("attribute x");
            }
        });
        deliver(older, third);
        assertThat(row(account).version()).isEqualTo(new StreamVersion(1));
        assertThat(row(account).parked())
                .hasValueSatisfying(parked -> {
                    assertThat(parked.sequenceNumber()).isEqualTo(2);
                    assertThat(parked.reason()).isEqualTo(Reason.NEWER_RELEASE);
                    assertThat(parked.error()).contains("attribute x");
                });
    }

    @Test
    void a_newer_release_applies_the_waiting_commits_with_its_first_batch_of_another_stream() {
        deliver(older, enter(1), enter(1_000), enter(2));
        deliver(newer, enter(other, 5));
        assertProjected(account, other);
    }

    @Test
    void the_next_delivery_of_the_stream_applies_the_waiting_commits_too() {
        deliver(newer, enter(other, 5));
        deliver(older, enter(1), enter(1_000));
        deliver(newer, enter(2));
        assertProjected(account);
    }

    @Test
    void code_that_knows_no_more_leaves_the_row_as_it_is() {
        deliver(older, enter(1), enter(1_000));
        ProjectedRow parked = row(account);
        views.before((operation, _) -> assertThat(operation).isNotEqualTo(Operation.WRITE));
        deliver(older, enter(2));
        deliver(release(1), enter(3));
        assertThat(row(account)).isEqualTo(parked);
    }

    @Test
    void rows_that_an_older_release_parks_later_are_applied_within_a_minute() {
        deliver(newer, enter(other, 5));
        deliver(older, enter(1), enter(1_000));
        now = now.plus(Duration.ofSeconds(59));
        deliver(newer, enter(other, 6));
        assertThat(row(account).parked()).isPresent();
        now = now.plus(Duration.ofSeconds(1));
        deliver(newer, enter(other, 7));
        assertProjected(account);
    }

    @Test
    void a_new_process_of_the_same_schema_version_tries_waiting_commits_once() {
        deliver(older, enter(1));
        Commit second = enter(2);
        String unknown = "attribute x";
        assertThat(
                        older.project(
                                List.of(
                                        new DeliveredCommit.FromNewerRelease(
                                                id(second), account, 2, unknown))))
                .isEmpty();
        assertThat(row(account).parked()).contains(new Parked(2, Reason.NEWER_RELEASE, 1, unknown));
        now = now.plus(Duration.ofMinutes(2));
        deliver(older, enter(other, 1));
        assertThat(row(account).parked()).isPresent();
        deliver(release(1), enter(other, 2));
        assertProjected(account);
    }

    @Test
    void a_damaged_commit_is_tried_again_by_a_newer_release_only() {
        assertThat(older.project(List.of(damaged(enter(2))))).isEmpty();
        ProjectedRow parked = row(account);
        assertThat(parked.parked()).map(Parked::reason).contains(Reason.DAMAGED);
        deliver(older, enter(3));
        deliver(release(1), enter(other, 1));
        assertThat(row(account)).isEqualTo(parked);
        deliver(newer, enter(other, 2));
        assertProjected(account);
    }

    @Test
    void a_newer_release_that_cannot_apply_a_commit_parks_it_under_its_own_schema_version() {
        deliver(older, enter(1), enter(1_000), enter(-9_999));
        deliver(newer, enter(other, 1));
        assertThat(row(account).version()).isEqualTo(new StreamVersion(2));
        assertThat(row(account).parked())
                .contains(new Parked(3, Reason.DAMAGED, 2, "the account is overdrawn"));
    }

    @Test
    void a_batch_is_applied_although_the_parked_rows_could_not_be_listed() {
        deliver(older, enter(1), enter(1_000));
        views.before((operation, _) -> {
            if (operation == Operation.PARKED) {
                throw unreachable();
            }
        });
        deliver(newer, enter(other, 1));
        assertProjected(other);
        assertThat(row(account).parked()).isPresent();
        views.before(InterceptedViewStore.NONE);
        deliver(newer, enter(other, 2));
        assertProjected(account);
    }
}
