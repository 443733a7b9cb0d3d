package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which commits and streams a joint commit may have. */
class JointCommitTest {

    @Test
    void a_joint_commit_without_commits_is_refused() {
        assertRefused("a joint commit must hold at least one commit", List.of(), List.of());
        assertRefused("a joint commit must hold at least one commit", List.of(), List.of(start(1)));
    }

    @Test
    void a_joint_commit_that_names_a_stream_twice_is_refused() {
        NewCommit one = commit(start(1), "c", 1);
        assertRefused(
                "a joint commit must name each stream once: [joint-1@0, joint-1@0]",
                List.of(one, one),
                List.of());
        assertRefused(
                "a joint commit must name each stream once: [joint-1@0, joint-1@0]",
                List.of(one),
                List.of(start(1)));
        assertRefused(
                "a joint commit must name each stream once: [joint-1@0, joint-2@0, joint-2@0]",
                List.of(one),
                List.of(start(2), start(2)));
    }

    @Test
    void a_joint_commit_may_name_at_most_one_hundred_streams() {
        assertThat(new JointCommit(commits(60), starts(60, 100)).boundaries()).hasSize(100);
        assertRefused(
                "a joint commit may name at most 100 streams, not 101",
                commits(60),
                starts(60, 101));
        assertRefused(
                "a joint commit may name at most 100 streams, not 101", commits(101), List.of());
    }

    @Test
    void a_joint_commit_of_two_commands_is_refused() {
        assertRefused(
                "all commits of a joint commit must have the same command id, not [c1, c2]",
                List.of(commit(start(1), "c1", 1), commit(start(2), "c2", 1)),
                List.of());
    }

    @Test
    void each_commit_names_the_others_as_its_partners_and_no_unchanged_stream() {
        JointCommit joint =
                new JointCommit(
                        List.of(commit(start(1), "c", 3), commit(start(2), "c", 1)),
                        List.of(start(3)));
        assertThat(joint.commits())
                .extracting(NewCommit::partners)
                .containsExactly(
                        Map.of(start(2).stream(), new StreamVersion(1)),
                        Map.of(start(1).stream(), new StreamVersion(3)));
        assertThat(new JointCommit(joint.commits().subList(0, 1), List.of()).commits())
                .extracting(NewCommit::partners)
                .containsExactly(Map.of());
    }

    private static void assertRefused(
            String message, List<NewCommit> commits, List<CommitBoundary> unchanged) {
        assertThatThrownBy(() -> new JointCommit(commits, unchanged))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static List<NewCommit> commits(int count) {
        return starts(0, count).stream().map(start -> commit(start, "c", 1)).toList();
    }

    private static List<CommitBoundary> starts(int from, int to) {
        return IntStream.range(from, to).mapToObj(JointCommitTest::start).toList();
    }

    private static CommitBoundary start(int number) {
        return CommitBoundary.startOf(new StreamName("joint", Integer.toString(number)));
    }
}
