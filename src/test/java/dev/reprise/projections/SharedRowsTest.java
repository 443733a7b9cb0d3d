package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stream contributes to shared rows exactly once, however its commits are delivered. */
class SharedRowsTest extends ProjectorFixture {

    private static final int MANY = 230;

    private final Amounts amounts = new Amounts();
    private final Projector sharing = projector(amounts);
    private final StreamName other = account("2");

    private void share(Commit... batch) {
        assertThat(sharing.project(deliveries(batch))).isEmpty();
    }

    private RowKey keyOf(StreamName stream) {
        return new RowKey(amounts.name(), 1, stream);
    }

    /** What the shared rows have to be, folded from the events without the projection. */
    private void assertShared(StreamName... streams) {
        Map<String, String> expected = new TreeMap<>();
        Map<String, int[]> totals = new TreeMap<>();
        for (StreamName stream : streams) {
            for (Commit commit : Commits.all(stored, stream)) {
                for (int amount : Entries.CODEC.decode(commit.events())) {
                    String digit = Integer.toString(amount % 10);
                    expected.put(
                            "by-amount/" + digit + "/" + amount + "#" + stream.id(),
                            stream.toString());
                    add(totals, "per-digit/d/" + digit, amount);
                    add(totals, "all/all/all", amount);
                }
            }
        }
        totals.forEach((total, sums) ->
                expected.put(total, "{count=" + sums[1] + ", sum=" + sums[0] + "}"));
        assertThat(rows.shared(amounts.name(), 1)).isEqualTo(expected);
    }

    private static void add(Map<String, int[]> totals, String total, int amount) {
        int[] sums = totals.computeIfAbsent(total, _ -> new int[2]);
        sums[0] += amount;
        sums[1]++;
    }

    private static Integer[] different(int count) {
        return IntStream.rangeClosed(1, count).boxed().toArray(Integer[]::new);
    }

    @Test
    void a_stream_contributes_with_its_commits() {
        share(enter(5, 16, 5));
        assertShared(account);
        share(enter(7));
        assertShared(account);
    }

    @Test
    void a_commit_that_is_delivered_again_contributes_once() {
        Commit first = enter(5);
        share(first);
        share(first, enter(15));
        share(first);
        assertShared(account);
    }

    @Test
    void streams_of_a_batch_are_written_together_and_each_total_once() {
        List<Integer> sizes = new ArrayList<>();
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE) {
                sizes.add(keys.size());
            }
        });
        List<StreamName> streams = new ArrayList<>();
        List<DeliveredCommit> batch = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            streams.add(account("many-" + i));
            batch.add(intact(enter(streams.getLast(), 7)));
        }
        assertThat(sharing.project(batch)).isEmpty();
        // 49 rows, 49 search rows and two totals are 100.
        assertThat(sizes).containsExactlyInAnyOrder(49, 11);
        assertShared(streams.toArray(StreamName[]::new));
    }

    @Test
    void a_row_that_another_invocation_changed_does_not_keep_the_others_from_being_written() {
        Commit first = enter(5);
        Commit ofOther = enter(other, 6);
        AtomicInteger writes = new AtomicInteger();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && writes.getAndIncrement() == 0) {
                share(first);
            }
        });
        share(first, ofOther);
        assertShared(account, other);
    }

    @Test
    void an_answer_that_is_lost_does_not_contribute_twice() {
        Commit first = enter(5);
        views.after((operation, _) -> {
            if (operation == Operation.WRITE) {
                throw unreachable();
            }
        });
        // The second try finds the row written.
        share(first);
        views.after(InterceptedViewStore.NONE);
        share(first);
        assertShared(account);
    }

    @Test
    void a_change_of_many_rows_is_written_in_parts() {
        List<Integer> writes = new ArrayList<>();
        views.before((operation, keys) -> {
            if (operation == Operation.WRITE) {
                writes.add(keys.size());
            }
        });
        share(enter(different(MANY)));
        assertShared(account);
        assertThat(writes).containsExactly(1, 1, 1);
        assertThat(rows.row(keyOf(account)).orElseThrow().unfinished()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_change_of_many_rows_is_finished_after_a_crash_before_any_part(int parts) {
        crashAfter(parts, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_change_of_many_rows_is_finished_after_a_crash_behind_any_part(int parts) {
        crashAfter(parts, false);
    }

    private void crashAfter(int parts, boolean before) {
        share(enter(1, 2));
        Commit large = enter(different(MANY));
        AtomicInteger writes = new AtomicInteger();
        InterceptedViewStore.Interception crash =
                (operation, _) -> {
                    if (operation == Operation.NOTE_RETRY
                            || (operation == Operation.WRITE
                                    && writes.getAndIncrement() >= parts)) {
                        throw unreachable();
                    }
                };
        if (before) {
            views.before(crash);
        } else {
            views.after(crash);
        }
        Set<String> again = sharing.project(deliveries(large));
        if (before) {
            assertThat(again).containsExactly(id(large));
        }
        views.before(InterceptedViewStore.NONE);
        views.after(InterceptedViewStore.NONE);

        // A later commit arrives first, and the large one never again.
        share(enter(9));

        assertShared(account);
        assertThat(rows.row(keyOf(account)).orElseThrow().version().value()).isEqualTo(MANY + 3);
    }

    @Test
    void two_invocations_that_write_the_same_large_change_write_each_part_once() {
        Commit large = enter(different(MANY));
        AtomicInteger writes = new AtomicInteger();
        views.before((operation, _) -> {
            if (operation == Operation.WRITE && writes.getAndIncrement() == 1) {
                share(large);
            }
        });
        share(large);
        assertShared(account);
    }

    @Test
    void an_altered_row_is_parked_until_a_rebuild_and_contributes_as_before() {
        share(enter(5), enter(other, 6));
        rows.damage(keyOf(account));
        share(enter(7), enter(other, 8));

        ProjectedRow parked = rows.row(keyOf(account)).orElseThrow();
        assertThat(parked.parked().orElseThrow().reason()).isEqualTo(Reason.NEEDS_REBUILD);
        assertThat(rows.shared(amounts.name(), 1))
                .containsEntry("all/all/all", "{count=3, sum=19}");

        share(enter(9));
        assertThat(rows.row(keyOf(account))).contains(parked);
    }

    @Test
    void a_row_that_this_code_cannot_decode_is_parked_with_what_it_holds() {
        share(enter(5));
        ProjectedRow before = rows.row(keyOf(account)).orElseThrow();
        ProjectedRow undecodable =
                new ProjectedRow(
                        before.key(),
                        before.version(),
                        before.updatedAt(),
                        before.hash(),
                        before.view().map(view -> "garbage"),
                        before.indexEntries(),
                        before.parked());
        rows.put(undecodable);

        share(enter(6));

        ProjectedRow parked = rows.row(keyOf(account)).orElseThrow();
        assertThat(parked.view()).contains("garbage");
        assertThat(parked.parked().orElseThrow().reason()).isEqualTo(Reason.DAMAGED);
        share(enter(7));
        assertThat(rows.row(keyOf(account))).contains(parked);
    }

    @Test
    void a_stream_whose_contribution_fails_is_parked_and_the_others_go_on() {
        share(enter(5));
        share(enter(1_000_000), enter(other, 6));
        assertThat(rows.row(keyOf(account)).orElseThrow().parked().orElseThrow().error())
                .isEqualTo("cannot contribute a million");
        assertThat(rows.shared(amounts.name(), 1))
                .containsEntry("all/all/all", "{count=2, sum=11}");
    }

    @Test
    void a_row_that_the_store_refuses_is_parked_and_those_beside_it_are_written() {
        share(enter(amounts(511)));
        share(enter(amounts(2)), enter(other, 6));
        assertThat(rows.row(keyOf(account)).orElseThrow().parked().orElseThrow().error())
                .contains("limit");
        assertThat(rows.row(keyOf(other)).orElseThrow().parked()).isEmpty();
        assertThat(rows.shared(amounts.name(), 1))
                .containsEntry("all/all/all", "{count=512, sum=51106}");
    }

    @Test
    void each_generation_has_shared_rows_of_its_own() {
        share(enter(5));
        rows.set(amounts.name(), InMemoryViewStore.live(1, 1).building(new Generation(2, 1)));
        share(enter(6), enter(other, 7));
        assertShared(account, other);
        assertThat(rows.shared(amounts.name(), 2)).isEqualTo(rows.shared(amounts.name(), 1));
    }

    @Test
    void amounts_that_cancel_out_leave_no_total() {
        SharedChanges changes =
                amounts.contribution(account, Arrays.asList(5, 6))
                        .changesTo(amounts.contribution(account, Arrays.asList(6, 5)));
        assertThat(changes.isEmpty()).isTrue();
    }
}
