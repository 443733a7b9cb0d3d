package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InMemoryJointAppendTest extends JointAppendContract {

    private final EventStore store = new InMemoryEventStore();

    @Override
    protected EventStore store() {
        return store;
    }

    @Test
    void the_hash_covers_the_names_and_versions_of_the_other_streams() {
        assertThat(
                        Stream.of(
                                hashOfFirst(),
                                hashOfFirst(start("b", 1)),
                                hashOfFirst(start("b", 2)),
                                hashOfFirst(start("c", 1)),
                                hashOfFirst(start("b", 1), start("c", 1))))
                .doesNotHaveDuplicates();
        assertThat(hashOfFirst(start("b", 1), start("c", 1)))
                .isEqualTo(hashOfFirst(start("c", 1), start("b", 1)));
    }

    private static NewCommit start(String stream, int events) {
        return commit(CommitBoundary.startOf(new StreamName("joint", stream)), "c", events);
    }

    /** The hash of the same commit, appended to an empty store together with others. */
    private static Digest hashOfFirst(NewCommit... others) {
        JointCommit joint =
                new JointCommit(
                        Stream.concat(Stream.of(start("a", 1)), Stream.of(others)).toList(),
                        List.of());
        return switch (new InMemoryEventStore().appendAll(joint)) {
            case JointAppendResult.Appended(List<Commit> stored) -> stored.getFirst().hash();
            case JointAppendResult other -> throw new AssertionError("not appended: " + other);
        };
    }
}
