package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.digest;
import static dev.reprise.eventstore.Commits.events;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventStore} must do with appends to several streams. Each test uses its own
 * streams.
 */
public abstract class JointAppendContract {

    /** Few enough threads that none of them uses up its retries in the store. */
    private static final int WRITERS = 8;

    private final String id = UUID.randomUUID().toString();
    private final StreamName left = new StreamName("left", id);
    private final StreamName right = new StreamName("right", id);
    private final StreamName third = new StreamName("third", id);
    private final CommitBoundary leftStart = CommitBoundary.startOf(left);
    private final CommitBoundary rightStart = CommitBoundary.startOf(right);
    private final CommitBoundary thirdStart = CommitBoundary.startOf(third);

    /** The store under test: always the same one, or another one on the same data. */
    protected abstract EventStore store();

    @Test
    void the_stored_commits_equal_the_returned_ones() {
        List<Commit> appended =
                appended(
                        new JointCommit(
                                List.of(commit(leftStart, "c", 2), commit(rightStart, "c", 1)),
                                List.of()));
        assertThat(appended).extracting(Commit::stream).containsExactly(left, right);
        assertThat(appended).extracting(commit -> commit.version().value()).containsExactly(2L, 1L);
        assertThat(all(store(), left)).containsExactly(appended.getFirst());
        assertThat(all(store(), right)).containsExactly(appended.getLast());
    }

    @Test
    void each_commit_names_the_other_streams_with_their_versions_after_the_append() {
        Commit first = append(store(), commit(leftStart, "first", 3));
        appended(
                new JointCommit(
                        List.of(
                                commit(first.end(), "c", 2),
                                commit(rightStart, "c", 1),
                                commit(thirdStart, "c", 4)),
                        List.of()));
        StreamVersion leftEnd = new StreamVersion(5);
        StreamVersion rightEnd = new StreamVersion(1);
        StreamVersion thirdEnd = new StreamVersion(4);
        assertThat(all(store(), left).getLast().partners())
                .isEqualTo(Map.of(right, rightEnd, third, thirdEnd));
        assertThat(all(store(), right).getLast().partners())
                .isEqualTo(Map.of(left, leftEnd, third, thirdEnd));
        assertThat(all(store(), third).getLast().partners())
                .isEqualTo(Map.of(left, leftEnd, right, rightEnd));
        assertThat(store().commitAtOrBefore(left, 5)).contains(all(store(), left).getLast());
        assertThat(store().verify(left)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void a_commit_to_one_stream_names_no_other_stream() {
        assertThat(append(store(), commit(leftStart, "single", 1)).partners()).isEmpty();
        appended(new JointCommit(List.of(commit(rightStart, "c", 1)), List.of(thirdStart)));
        assertThat(all(store(), left).getFirst().partners()).isEmpty();
        assertThat(all(store(), right).getFirst().partners()).isEmpty();
    }

    @Test
    void a_joint_append_continues_each_stream_at_its_version() {
        Commit first = append(store(), commit(leftStart, "first", 3));
        List<Commit> both = appended(both(first.end(), rightStart, "c"));
        append(store(), commit(both.getFirst().end(), "last", 1));

        assertThat(all(store(), left))
                .extracting(Commit::firstSequenceNumber)
                .containsExactly(1L, 4L, 5L);
        assertThat(store().verify(left))
                .isInstanceOfSatisfying(
                        Verification.Intact.class,
                        intact -> assertThat(intact.commits()).isEqualTo(3));
    }

    @Test
    void a_joint_append_stores_snapshots() {
        Snapshot snapshot = new Snapshot(1, "a state", CommandFingerprints.NONE);
        List<Commit> appended =
                appended(
                        new JointCommit(
                                List.of(
                                        offering(commit(leftStart, "c", 1), snapshot, 1_000),
                                        offering(commit(rightStart, "c", 1), snapshot, 0)),
                                List.of()));
        assertThat(appended.getFirst().snapshot()).contains(snapshot);
        assertThat(all(store(), left)).containsExactly(appended.getFirst());
        assertThat(all(store(), right)).containsExactly(appended.getLast());
    }

    @Test
    void one_hundred_streams_can_be_appended_to_at_once() {
        List<NewCommit> commits =
                IntStream.range(0, JointCommit.MAX_STREAMS)
                        .mapToObj(i -> new StreamName("many", id + "-" + i))
                        .map(stream -> commit(CommitBoundary.startOf(stream), "c", 1))
                        .toList();
        assertThat(appended(new JointCommit(commits, List.of())))
                .extracting(Commit::stream)
                .isEqualTo(commits.stream().map(NewCommit::stream).toList());
    }

    @Test
    void if_one_stream_has_changed_nothing_is_appended_to_any_stream() {
        append(store(), commit(rightStart, "winner", 1));
        assertThat(store().appendAll(both(leftStart, rightStart, "c")))
                .isEqualTo(new JointAppendResult.Conflict(Set.of(right)));
        assertThat(all(store(), left)).isEmpty();
        assertThat(all(store(), right)).hasSize(1);
    }

    @Test
    void a_conflict_names_exactly_the_streams_that_have_changed() {
        append(store(), commit(leftStart, "winner", 1));
        append(store(), commit(thirdStart, "winner", 1));
        JointCommit joint =
                new JointCommit(
                        List.of(commit(leftStart, "c", 1), commit(rightStart, "c", 1)),
                        List.of(thirdStart));
        assertThat(store().appendAll(joint))
                .isEqualTo(new JointAppendResult.Conflict(Set.of(left, third)));
    }

    @Test
    void an_unchanged_stream_gets_no_commit() {
        Commit there = append(store(), commit(thirdStart, "there", 1));
        assertThat(appended(leftIf("c", there.end()))).hasSize(1);
        assertThat(all(store(), third)).containsExactly(there);
    }

    @Test
    void an_unchanged_stream_may_have_no_commits() {
        assertThat(appended(leftIf("c", thirdStart))).hasSize(1);
        assertThat(all(store(), third)).isEmpty();
    }

    @Test
    void a_change_of_a_stream_that_must_be_unchanged_is_a_conflict_and_nothing_is_written() {
        Commit there = append(store(), commit(thirdStart, "there", 1));
        append(store(), commit(there.end(), "since", 1));
        assertThat(store().appendAll(leftIf("c", there.end())))
                .isEqualTo(new JointAppendResult.Conflict(Set.of(third)));
        assertThat(all(store(), left)).isEmpty();
    }

    @Test
    void a_repeated_command_is_already_appended_and_writes_nothing() {
        List<Commit> stored = appended(both(leftStart, rightStart, "c"));
        assertThat(store().appendAll(both(leftStart, rightStart, "c")))
                .isEqualTo(new JointAppendResult.AlreadyAppended(stored));
        assertThat(all(store(), left)).hasSize(1);
        assertThat(all(store(), right)).hasSize(1);
    }

    @Test
    void a_repeated_command_gets_the_stored_commit_and_not_the_one_it_sent() {
        List<Commit> stored = appended(both(leftStart, rightStart, "c"));
        JointCommit decidedAnew =
                new JointCommit(
                        List.of(
                                commit(leftStart, "c", events(5), AT.plusSeconds(9)),
                                commit(rightStart, "c", events(7), AT.plusSeconds(9))),
                        List.of());
        assertThat(store().appendAll(decidedAnew))
                .isEqualTo(new JointAppendResult.AlreadyAppended(stored));
    }

    @Test
    void a_repeated_command_is_recognised_after_later_commits_of_other_commands() {
        List<Commit> stored = appended(both(leftStart, rightStart, "c"));
        append(store(), commit(stored.getFirst().end(), "since", 1));
        append(store(), commit(stored.getLast().end(), "since", 1));
        assertThat(store().appendAll(both(leftStart, rightStart, "c")))
                .isEqualTo(new JointAppendResult.AlreadyAppended(stored));
    }

    @Test
    void a_repeated_command_is_recognised_after_a_checked_stream_has_changed() {
        List<Commit> stored = appended(leftIf("c", thirdStart));
        append(store(), commit(thirdStart, "since", 1));
        assertThat(store().appendAll(leftIf("c", thirdStart)))
                .isEqualTo(new JointAppendResult.AlreadyAppended(stored));
    }

    @Test
    void a_command_stored_in_only_one_of_its_streams_is_a_conflict() {
        append(store(), commit(leftStart, "c", 1));
        assertThat(store().appendAll(both(leftStart, rightStart, "c")))
                .isEqualTo(new JointAppendResult.Conflict(Set.of(left)));
        assertThat(all(store(), right)).isEmpty();
    }

    @Test
    void a_command_id_with_other_content_is_a_conflict() {
        List<Commit> stored = appended(both(leftStart, rightStart, "c"));
        assertThat(
                        store().appendAll(
                                        new JointCommit(
                                                List.of(reused(leftStart), reused(rightStart)),
                                                List.of())))
                .isEqualTo(new JointAppendResult.Conflict(Set.of(left, right)));
        assertThat(all(store(), left)).containsExactly(stored.getFirst());
    }

    @Test
    void a_command_id_with_a_digest_of_another_schema_version_is_a_repetition() {
        List<Commit> stored = appended(both(leftStart, rightStart, "c"));
        JointCommit repeated =
                new JointCommit(
                        List.of(ofNextSchemaVersion(leftStart), ofNextSchemaVersion(rightStart)),
                        List.of());
        assertThat(store().appendAll(repeated))
                .isEqualTo(new JointAppendResult.AlreadyAppended(stored));
        assertThat(all(store(), left)).containsExactly(stored.getFirst());
    }

    @Test
    void if_one_commit_is_too_large_nothing_is_appended_to_any_stream() {
        JointAppendResult result =
                store().appendAll(
                                new JointCommit(
                                        List.of(
                                                commit(leftStart, "c", 1),
                                                commit(
                                                        rightStart,
                                                        "c",
                                                        incompressible(700_000),
                                                        AT)),
                                        List.of()));
        assertTooLarge(result, 409_600);
        assertThat(all(store(), left)).isEmpty();
        assertThat(all(store(), right)).isEmpty();
    }

    @Test
    void if_all_commits_together_are_too_large_nothing_is_appended_to_any_stream() {
        List<NewCommit> commits =
                IntStream.range(0, 15)
                        .mapToObj(
                                i -> CommitBoundary.startOf(new StreamName("large", id + "-" + i)))
                        .map(begin -> commit(begin, "c", incompressible(400_000), AT))
                        .toList();
        assertTooLarge(store().appendAll(new JointCommit(commits, List.of())), 4_194_304);
        assertThat(commits).allSatisfy(c -> assertThat(all(store(), c.stream())).isEmpty());
    }

    @Test
    void exactly_one_of_many_joint_appends_at_the_same_boundaries_succeeds() throws Exception {
        List<JointAppendResult> results =
                Race.of(WRITERS, i -> store().appendAll(both(leftStart, rightStart, "c" + i)));

        assertThat(results)
                .filteredOn(JointAppendResult.Appended.class::isInstance)
                .containsExactly(
                        new JointAppendResult.Appended(
                                List.of(
                                        all(store(), left).getFirst(),
                                        all(store(), right).getFirst())));
        assertThat(results)
                .filteredOn(new JointAppendResult.Conflict(Set.of(left, right))::equals)
                .hasSize(WRITERS - 1);
    }

    @Test
    void two_joint_appends_that_each_need_the_other_stream_unchanged_do_not_both_succeed()
            throws Exception {
        List<JointAppendResult> results =
                Race.of(
                        WRITERS,
                        i ->
                                store().appendAll(
                                                i % 2 == 0
                                                        ? ifUnchanged(leftStart, rightStart, i)
                                                        : ifUnchanged(rightStart, leftStart, i)));

        assertThat(results).filteredOn(JointAppendResult.Appended.class::isInstance).hasSize(1);
        assertThat(all(store(), left).size() + all(store(), right).size()).isEqualTo(1);
    }

    @Test
    void streams_that_are_only_appended_to_together_have_the_same_commands_in_the_same_order()
            throws Exception {
        Race.of(
                WRITERS,
                i -> {
                    for (int attempt = 0; ; attempt++) {
                        JointAppendResult result =
                                store().appendAll(
                                                both(
                                                        tail(left, leftStart),
                                                        tail(right, rightStart),
                                                        "c" + i));
                        if (result instanceof JointAppendResult.Appended) {
                            return result;
                        }
                        assertThat(attempt).isLessThan(WRITERS);
                    }
                });

        List<CommandId> commands = commandIds(left);
        assertThat(commands).doesNotHaveDuplicates().hasSize(WRITERS);
        assertThat(commandIds(right)).isEqualTo(commands);
        assertThat(store().verify(left)).isInstanceOf(Verification.Intact.class);
        assertThat(store().verify(right)).isInstanceOf(Verification.Intact.class);
    }

    private List<Commit> appended(JointCommit joint) {
        return switch (store().appendAll(joint)) {
            case JointAppendResult.Appended(List<Commit> commits) -> commits;
            case JointAppendResult other -> throw new AssertionError("not appended: " + other);
        };
    }

    private static JointCommit both(CommitBoundary one, CommitBoundary other, String command) {
        return new JointCommit(
                List.of(commit(one, command, 1), commit(other, command, 2)), List.of());
    }

    private JointCommit leftIf(String command, CommitBoundary unchanged) {
        return new JointCommit(List.of(commit(leftStart, command, 1)), List.of(unchanged));
    }

    private static JointCommit ifUnchanged(
            CommitBoundary appendedTo, CommitBoundary unchanged, int number) {
        return new JointCommit(List.of(commit(appendedTo, "c" + number, 1)), List.of(unchanged));
    }

    private static NewCommit reused(CommitBoundary after) {
        return withDigest(after, commandDigest("another content"));
    }

    private static NewCommit ofNextSchemaVersion(CommitBoundary after) {
        return withDigest(after, CommandDigest.of(2, digest("c")));
    }

    private static NewCommit withDigest(CommitBoundary after, CommandDigest digest) {
        return new NewCommit(after, events(1), new CommandId("c"), digest, Metadata.NONE, AT);
    }

    private static void assertTooLarge(JointAppendResult result, int limit) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        JointAppendResult.TooLarge.class,
                        tooLarge -> {
                            assertThat(tooLarge.limit()).isEqualTo(limit);
                            assertThat(tooLarge.bytes()).isGreaterThan(limit);
                        });
    }

    private CommitBoundary tail(StreamName stream, CommitBoundary start) {
        List<Commit> commits = all(store(), stream);
        return commits.isEmpty() ? start : commits.getLast().end();
    }

    private List<CommandId> commandIds(StreamName stream) {
        return all(store(), stream).stream().map(Commit::commandId).toList();
    }
}
