package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which streams one command may append to at once. */
class JointCommitTest {

    @Test
    void it_appends_something() {
        assertRefused("nothing is to be appended", List.of(), List.of());
        assertRefused("nothing is to be appended", List.of(), List.of(start(1)));
    }

    @Test
    void it_names_no_stream_twice() {
        NewCommit one = commit(start(1), "c", 1);
        assertRefused("a stream is named twice", List.of(one, one), List.of());
        assertRefused("a stream is named twice", List.of(one), List.of(start(1)));
        assertRefused("a stream is named twice", List.of(one), List.of(start(2), start(2)));
    }

    @Test
    void it_names_a_hundred_streams_at_most_whatever_becomes_of_them() {
        assertThat(new JointCommit(commits(60), starts(60, 100)).boundaries()).hasSize(100);
        assertRefused("at most 100 streams can be named, not 101", commits(60), starts(60, 101));
        assertRefused("at most 100 streams can be named, not 101", commits(101), List.of());
    }

    @Test
    void it_is_of_one_command() {
        assertRefused(
                "the commits are of several commands",
                List.of(commit(start(1), "c1", 1), commit(start(2), "c2", 1)),
                List.of());
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
