package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a stream in memory to which another process has appended many commits since. */
class StaleStreamTest {

    private static final StreamName STREAM = new StreamName("tally", "1");
    private static final String APPEND = "append";
    private static final String READ = "read after 1";
    private static final String STRONG_LOAD = "load STRONG";

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final RecordingEventStore recording = new RecordingEventStore(store);
    private final CommandHandler<List<Integer>, Tally, Integer, String> other =
            handler(new RecordingEventStore(store), Tally.withSnapshots(1));
    private CommandHandler<List<Integer>, Tally, Integer, String> stale =
            handler(recording, Tally.withSnapshots(1));

    private static CommandHandler<List<Integer>, Tally, Integer, String> handler(
            RecordingEventStore store, Aggregate<List<Integer>, Tally, Integer, String> aggregate) {
        return new CommandHandler<>(
                store,
                aggregate,
                () -> Commits.AT,
                RetryPolicy.jittered(4, Duration.ofDays(1), () -> 0L));
    }

    private static CommandResult<VersionedState<Tally>, String> send(
            CommandHandler<List<Integer>, Tally, Integer, String> handler, int number) {
        return send(handler, "c" + number, number);
    }

    private static CommandResult<VersionedState<Tally>, String> send(
            CommandHandler<List<Integer>, Tally, Integer, String> handler, String id, int number) {
        return handler.handle(
                STREAM,
                List.of(number),
                new CommandContext(
                        new CommandId(id),
                        Commits.commandDigest(id),
                        new Precondition.None(),
                        Metadata.NONE));
    }

    /** The stale process knows the stream with its first commit. */
    @BeforeEach
    void know_the_first_commit() {
        send(stale, 1);
    }

    private void appendByAnother(int count) {
        for (int number = 2; number <= count + 1; number++) {
            send(other, number);
        }
        recording.takeCalls();
    }

    private static VersionedState<Tally> state(
            CommandResult<VersionedState<Tally>, String> result) {
        assertThat(result).isInstanceOf(CommandResult.Handled.class);
        return ((CommandResult.Handled<VersionedState<Tally>, String>) result).after();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, SnapshotRule.MIN_COMMITS})
    void few_missing_commits_are_read_with_one_request(int missing) {
        appendByAnother(missing);

        assertThat(state(send(stale, 1_000)).version().value()).isEqualTo(missing + 2);
        assertThat(recording.takeCalls()).containsExactly(APPEND, READ, APPEND);
    }

    @ParameterizedTest
    @ValueSource(ints = {SnapshotRule.MIN_COMMITS + 1, 1_000})
    void many_missing_commits_are_not_read_but_the_tail_is(int missing) {
        appendByAnother(missing);

        VersionedState<Tally> handled = state(send(stale, 2_000));

        assertThat(recording.takeCalls()).containsExactly(APPEND, READ, STRONG_LOAD, APPEND);
        assertThat(new StreamReplay<>(store, Tally.withoutSnapshots()).current(STREAM))
                .contains(handled);
    }

    /** A tally refuses the number that it has last. */
    @Test
    void a_refusal_from_memory_is_decided_again_at_the_tail() {
        appendByAnother(1_000);

        assertThat(state(send(stale, "again", 1)).version().value()).isEqualTo(1_002);
        assertThat(recording.takeCalls()).containsExactly(READ, STRONG_LOAD, APPEND);
    }

    @Test
    void a_command_among_many_missing_commits_is_recognised() {
        appendByAnother(400);

        assertThat(send(stale, 100)).isEqualTo(send(other, 100));
        assertThat(Commits.all(store, STREAM)).hasSize(401);
    }

    @Test
    void a_stream_without_snapshots_reads_each_missing_commit() {
        stale = handler(recording, Tally.withoutSnapshots());
        send(stale, 1);
        appendByAnother(1_000);

        send(stale, 2_000);

        assertThat(recording.takeCalls()).containsExactly(APPEND, READ, APPEND);
    }
}
