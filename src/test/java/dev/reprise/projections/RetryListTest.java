package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Interception;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import dev.reprise.projections.ViewStore.Retry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream whose row the store refuses for the moment does not hold up the others. */
class RetryListTest extends JobFixture {

    private final StreamName hot = account("hot");
    private final StreamName other = account("other");

    @BeforeEach
    void begin() {
        enter(account("s"), 1);
        goLive(1);
    }

    private Set<String> batch(Commit... commits) {
        return projectorOfAll().project(deliveries(commits));
    }

    /** The store refuses every write of this stream's rows. */
    private Interception refusing(StreamName stream) {
        return (operation, keys) -> {
            if (operation == Operation.WRITE
                    && keys.stream().anyMatch(key -> key.stream().equals(stream))) {
                throw unreachable();
            }
        };
    }

    private static Interception both(Interception one, Interception another) {
        return (operation, keys) -> {
            one.intercept(operation, keys);
            another.intercept(operation, keys);
        };
    }

    private static Interception failing(Operation failing) {
        return (operation, _) -> {
            if (operation == failing) {
                throw unreachable();
            }
        };
    }

    private List<StreamName> waiting(Projection<?, ?> projection) {
        return rows.retries(projection.name(), Optional.empty(), 100).stream()
                .map(Retry::stream)
                .toList();
    }

    private void follow() {
        jobs.retries().follow(Instant.MAX);
    }

    private void assertAllWritten() {
        for (Projection<?, ?> projection : all) {
            assertThat(waiting(projection)).isEmpty();
            for (Generation generation : generations(projection).written()) {
                assertComplete(projection, generation.number());
            }
        }
    }

    @Test
    void a_stream_that_the_store_refuses_is_noted_and_its_commits_are_done() {
        Commit refused = enter(hot, 1);
        Commit later = enter(other, 2);
        views.before(refusing(hot));

        assertThat(batch(refused, later)).isEmpty();

        assertThat(waiting(entries)).containsExactly(hot);
        assertThat(waiting(amounts)).containsExactly(hot);
        assertThat(rows.row(key(other))).isPresent();
        views.before(InterceptedViewStore.NONE);
        follow();
        assertAllWritten();
    }

    @Test
    void a_stream_that_is_alone_in_its_batch_is_noted_too() {
        views.before(refusing(hot));
        assertThat(batch(enter(hot, 1))).isEmpty();
        assertThat(waiting(entries)).containsExactly(hot);
    }

    @Test
    void a_stream_that_the_store_refuses_once_is_written_by_the_second_try() {
        int[] writes = {0};
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE && keys.contains(key(hot)) && writes[0]++ == 0) {
                throw unreachable();
            }
        });
        assertThat(batch(enter(hot, 1), enter(other, 2))).isEmpty();
        assertThat(writes[0]).isEqualTo(2);
        assertAllWritten();
    }

    @Test
    void if_the_name_cannot_be_written_the_commits_are_delivered_again() {
        Commit refused = enter(hot, 1);
        views.before(both(refusing(hot), failing(Operation.NOTE_RETRY)));
        assertThat(batch(refused, enter(other, 2))).containsExactly(id(refused));
        assertThat(waiting(entries)).isEmpty();
    }

    @Test
    void a_name_whose_answer_is_lost_is_there_and_the_commits_are_delivered_again() {
        Commit refused = enter(hot, 1);
        views.before(refusing(hot));
        views.after(failing(Operation.NOTE_RETRY));
        assertThat(batch(refused, enter(other, 2))).containsExactly(id(refused));
        views.before(InterceptedViewStore.NONE);
        views.after(InterceptedViewStore.NONE);

        assertThat(batch(refused)).isEmpty();
        assertThat(waiting(entries)).containsExactly(hot);
        follow();
        assertAllWritten();
    }

    @Test
    void if_the_whole_store_does_not_answer_all_commits_are_delivered_again() {
        Commit first = enter(hot, 1);
        Commit second = enter(other, 2);
        views.before((_, _) -> {
            throw unreachable();
        });
        assertThat(batch(first, second)).containsExactlyInAnyOrder(id(first), id(second));
    }

    @Test
    void the_first_ten_failed_streams_of_a_batch_are_noted_so_that_its_head_goes_on() {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            commits.add(enter(account("x" + (99 - i)), 1));
        }
        views.before(failing(Operation.WRITE));

        Set<String> again = batch(commits.toArray(Commit[]::new));

        assertThat(again)
                .containsExactlyInAnyOrderElementsOf(
                        commits.subList(RetryList.MAX_NOTED, 15).stream()
                                .map(ProjectorFixture::id)
                                .toList());
        assertThat(waiting(entries))
                .containsExactlyInAnyOrderElementsOf(
                        commits.subList(0, RetryList.MAX_NOTED).stream()
                                .map(Commit::stream)
                                .toList());
    }

    @Test
    void a_stream_with_an_altered_commit_is_delivered_again_because_only_the_delivery_says_so() {
        Commit commit = enter(hot, 1);
        batch(commit);
        views.before(refusing(hot));
        assertThat(
                        projectorOfAll()
                                .project(
                                        List.of(
                                                new DeliveredCommit.Altered(
                                                        "altered", hot, 1, "changed"),
                                                intact(enter(other, 1)))))
                .containsExactly("altered");
        assertThat(waiting(entries)).isEmpty();
    }

    @Test
    void nothing_is_noted_before_a_generation_is_live() {
        rows.set(entries.name(), Generations.first(new Generation(1, 1)));
        Commit refused = enter(hot, 1);
        views.before(refusing(hot));
        assertThat(projector(entries).project(deliveries(refused, enter(other, 2))))
                .containsExactly(id(refused));
        assertThat(waiting(entries)).isEmpty();
    }

    @Test
    void nothing_is_noted_while_newer_code_has_to_write_a_generation() {
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 7)));
        Commit refused = enter(hot, 1);
        views.before(refusing(hot));
        assertThat(projector(entries).project(deliveries(refused))).containsExactly(id(refused));
        assertThat(waiting(entries)).isEmpty();
    }

    @Test
    void a_stream_that_one_generation_refuses_is_followed_in_all() {
        jobs.rebuild().start(versions(amounts), false);
        Commit refused = enter(hot, 1);
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE && keys.contains(new RowKey(amounts.name(), 2, hot))) {
                throw unreachable();
            }
        });
        assertThat(batch(refused)).isEmpty();
        assertThat(waiting(entries)).isEmpty();
        assertThat(waiting(amounts)).containsExactly(hot);
        views.before(InterceptedViewStore.NONE);

        follow();

        assertThat(rows.row(new RowKey(amounts.name(), 2, hot))).isPresent();
        runAll(Kind.REBUILD);
        assertAllWritten();
    }

    @Test
    void a_generation_that_is_registered_between_the_names_and_the_generations_is_followed() {
        views.before(refusing(hot));
        batch(enter(hot, 1));
        boolean[] entered = {false};
        views.before(InterceptedViewStore.NONE);
        views.after((operation, _) -> {
            if (operation == Operation.RETRIES && !entered[0]) {
                entered[0] = true;
                jobs.rebuild().start(versions(amounts), false);
                jobs.rebuild().start(versions(entries), false);
                runAll(Kind.REBUILD);
                views.before(refusing(hot));
                batch(enter(hot, 2));
                views.before(InterceptedViewStore.NONE);
            }
        });

        follow();
        follow();

        assertAllWritten();
    }

    /** If the generations were read first, the new one would not be followed. */
    @Test
    void a_name_that_is_noted_for_a_generation_registered_meanwhile_is_followed_there() {
        boolean[] entered = {false};
        Interception meanwhile =
                (operation, _) -> {
                    if (!entered[0]
                            && (operation == Operation.RETRIES
                                    || operation == Operation.GENERATIONS)) {
                        entered[0] = true;
                        jobs.rebuild().start(versions(entries), false);
                        runAll(Kind.REBUILD);
                        Commit refused = enter(hot, 1);
                        views.before(refusing(hot));
                        batch(refused);
                        views.before(InterceptedViewStore.NONE);
                    }
                };
        rows.noteRetry(entries.name(), account("s"));
        views.after(meanwhile);

        follow();
        views.after(InterceptedViewStore.NONE);
        follow();

        assertAllWritten();
    }

    @Test
    void a_stream_that_is_still_refused_stays_and_the_others_are_written() {
        views.before(both(refusing(hot), refusing(other)));
        batch(enter(hot, 1), enter(other, 2), enter(account("third"), 3));
        views.before(refusing(hot));

        follow();

        assertThat(waiting(entries)).containsExactly(hot);
        assertThat(rows.row(key(other))).isPresent();
        views.before(InterceptedViewStore.NONE);
        follow();
        assertAllWritten();
    }

    @Test
    void a_name_that_is_noted_once_more_while_its_stream_is_followed_stays() {
        views.before(refusing(hot));
        batch(enter(hot, 1));
        boolean[] entered = {false};
        views.before((operation, _) -> {
            if (operation == Operation.REMOVE_RETRY && !entered[0]) {
                entered[0] = true;
                views.before(refusing(hot));
                batch(enter(hot, 2));
                views.before(InterceptedViewStore.NONE);
            }
        });

        follow();

        assertThat(waiting(entries)).containsExactly(hot);
        follow();
        assertAllWritten();
    }

    @Test
    void two_processes_that_follow_the_same_stream_write_it_once() {
        views.before(refusing(hot));
        batch(enter(hot, 1));
        boolean[] entered = {false};
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && !entered[0]) {
                entered[0] = true;
                follow();
            }
        });
        follow();
        assertThat(entered[0]).isTrue();
        assertAllWritten();
    }

    @Test
    void a_process_that_dies_between_the_rows_and_the_removal_leaves_the_name() {
        views.before(refusing(hot));
        batch(enter(hot, 1));
        views.before(failing(Operation.REMOVE_RETRY));
        follow();
        assertThat(waiting(entries)).containsExactly(hot);
        views.before(InterceptedViewStore.NONE);
        follow();
        assertAllWritten();
    }

    @Test
    void one_projection_that_cannot_be_read_does_not_hold_up_the_other() {
        views.before(refusing(hot));
        batch(enter(hot, 1));
        boolean[] failed = {false};
        views.before((operation, _) -> {
            if (operation == Operation.RETRIES && !failed[0]) {
                failed[0] = true;
                throw unreachable();
            }
        });
        follow();
        assertThat(Stream.of(waiting(entries), waiting(amounts)).filter(List::isEmpty).count())
                .isEqualTo(1);
    }

    @Test
    void code_without_a_generation_that_is_written_leaves_the_names_to_newer_code() {
        enter(hot, 1);
        rows.noteRetry(entries.name(), hot);
        rows.set(entries.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 7)));
        follow();
        assertThat(waiting(entries)).containsExactly(hot);
    }

    @Test
    void a_generation_that_no_code_writes_any_more_does_not_keep_the_names() {
        enter(hot, 1);
        rows.noteRetry(entries.name(), hot);
        rows.set(entries.name(), InMemoryViewStore.live(1, 0).building(new Generation(2, 1)));
        follow();
        assertThat(waiting(entries)).isEmpty();
        assertThat(rows.row(new RowKey(entries.name(), 2, hot))).isPresent();
    }

    @Test
    void a_row_that_is_parked_for_good_stays_so_and_does_not_wait() {
        Commit commit = enter(hot, 1);
        batch(commit);
        ProjectedRow parked =
                ProjectorParkingTest.parked(row(hot), 1, Reason.CONTRADICTION, "altered");
        rows.put(parked);
        rows.noteRetry(entries.name(), hot);

        follow();

        assertThat(row(hot)).isEqualTo(parked);
        assertThat(waiting(entries)).isEmpty();
    }

    @Test
    void a_row_that_contradicts_the_events_is_parked_when_it_is_followed() {
        Commit commit = enter(hot, 1);
        batch(commit);
        ProjectedRow ahead = row(hot);
        rows.put(
                new ProjectedRow(
                        ahead.key(),
                        ahead.version(),
                        ahead.updatedAt(),
                        Optional.of(Commits.digest("another history")),
                        ahead.view(),
                        ahead.indexEntries(),
                        Optional.empty()));
        rows.noteRetry(entries.name(), hot);

        follow();

        assertThat(row(hot).parked().orElseThrow().reason()).isEqualTo(Reason.CONTRADICTION);
    }

    @Test
    void more_streams_than_a_page_holds_are_followed() {
        for (int i = 0; i < 250; i++) {
            rows.noteRetry(entries.name(), enter(account("many-" + i), i).stream());
            rows.noteRetry(amounts.name(), account("many-" + i));
        }
        follow();
        assertAllWritten();
    }

    @Test
    void nothing_is_followed_after_the_deadline() {
        rows.noteRetry(entries.name(), enter(hot, 1).stream());
        jobs.retries().follow(now);
        assertThat(waiting(entries)).containsExactly(hot);
    }
}
