package dev.reprise.eventstore;

import static dev.reprise.eventstore.CommandFingerprints.NONE;
import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.events;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InMemoryEventStoreTest extends EventStoreContract {

    private static final CommitBoundary START =
            CommitBoundary.startOf(new StreamName("account", "1"));

    private final EventStore store = new InMemoryEventStore();

    @Override
    protected EventStore store() {
        return store;
    }

    @Test
    void a_commit_of_exactly_the_largest_size_is_appended() {
        NewCommit commit = Commits.commit(START, "c", 10);
        int bytes = commit.events().size();
        assertThat(new InMemoryEventStore(bytes).append(commit))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(new InMemoryEventStore(bytes - 1).append(commit))
                .isEqualTo(new AppendResult.TooLarge(bytes, bytes - 1));
    }

    @Test
    void a_commit_at_a_boundary_of_another_store_breaks_the_chain() {
        Commit elsewhere = append(store, Commits.commit(START, "c1", 1));
        EventStore another = new InMemoryEventStore();
        append(another, Commits.commit(elsewhere.end(), "c2", 1));
        assertThat(another.verify(START.stream()))
                .isEqualTo(
                        new Verification.Broken(
                                1,
                                StreamVersion.NONE,
                                "event 1 is missing: the next stored commit begins at 2"));
    }

    @Test
    void the_hash_covers_everything_in_the_commit() {
        NewCommit commit = commit(events(1), Metadata.NONE);
        assertThat(
                        Stream.of(
                                commit,
                                commit(events(2), Metadata.NONE),
                                commit(events(1).needing(2), Metadata.NONE),
                                commit(binary("avro", 1), Metadata.NONE),
                                commit(binary("avro", 2), Metadata.NONE),
                                commit(binary("avro", 1).needing(2), Metadata.NONE),
                                commit(binary("protobuf", 1), Metadata.NONE),
                                commit(events(1), new Metadata("x", null, null)),
                                commit(events(1), new Metadata(null, "x", null)),
                                commit(events(1), new Metadata(null, null, "x")),
                                commit(events(1), new Metadata(null, null, null, AT)),
                                new NewCommit(
                                        START,
                                        events(1),
                                        new CommandId("another"),
                                        commit.commandDigest(),
                                        Metadata.NONE,
                                        AT),
                                new NewCommit(
                                        START,
                                        events(1),
                                        commit.commandId(),
                                        Commits.commandDigest("another"),
                                        Metadata.NONE,
                                        AT),
                                Commits.commit(START, "c", events(1), AT.plusMillis(1)),
                                offering(commit, new Snapshot(1, "{}", NONE), 1_000),
                                offering(commit, new Snapshot(2, "{}", NONE), 1_000),
                                offering(commit, new Snapshot(1, "[]", NONE), 1_000)))
                .extracting(each -> append(new InMemoryEventStore(), each).hash())
                .doesNotHaveDuplicates();
    }

    private static NewCommit commit(EncodedEvents events, Metadata metadata) {
        CommandId id = new CommandId("c");
        return new NewCommit(START, events, id, Commits.commandDigest("c"), metadata, AT);
    }

    private static EncodedEvents binary(String format, int content) {
        return new EncodedEvents.Binary(1, format, new byte[] {(byte) content});
    }
}
