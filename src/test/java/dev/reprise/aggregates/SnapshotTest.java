package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A fold from a snapshot gives the same state as a fold of all commits. */
class SnapshotTest {

    private static final StreamName STREAM = new StreamName("tally", "1");

    static final List<Supplier<@Nullable Tally>> FAULTS =
            List.of(
                    () -> {
                        throw new IllegalArgumentException("not mine");
                    },
                    () -> {
                        throw new IllegalStateException("a fault of the codec");
                    },
                    () -> {
                        throw new StackOverflowError();
                    },
                    () -> null);

    private final EventStore store = new InMemoryEventStore();
    private Instant now = Commits.AT;
    private int commands;

    private CommandHandler<List<Integer>, Tally, Integer, String> handler(
            Aggregate<List<Integer>, Tally, Integer, String> aggregate, long memoryBytes) {
        return new CommandHandler<>(store, aggregate, () -> now, () -> () -> false, memoryBytes);
    }

    private CommandResult<VersionedState<Tally>, String> handle(
            CommandHandler<List<Integer>, Tally, Integer, String> handler, List<Integer> numbers) {
        String id = "command-" + commands++;
        return handler.handle(
                STREAM,
                numbers,
                new CommandContext(
                        new CommandId(id),
                        Commits.commandDigest(id),
                        new Precondition.None(),
                        Metadata.NONE));
    }

    private void handleEach(
            CommandHandler<List<Integer>, Tally, Integer, String> handler, int count) {
        for (int i = 0; i < count; i++) {
            handle(handler, List.of(commands));
        }
    }

    /** The numbers, from 1, of the commits that have a snapshot of a schema version. */
    private List<Integer> snapshots(int schema) {
        List<Commit> commits = Commits.all(store, STREAM);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < commits.size(); i++) {
            if (commits.get(i).snapshot().filter(s -> s.schemaVersion() == schema).isPresent()) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    /** The state after folding every event from the first one. */
    private Tally fullFold() {
        return new StreamReplay<>(store, Tally.withoutSnapshots())
                .current(STREAM)
                .map(VersionedState::state)
                .orElseGet(Tally.DECIDER::initialState);
    }

    @RepeatedTest(10)
    void a_fold_from_a_snapshot_equals_the_fold_of_all_events(RepetitionInfo repetition) {
        long seed = 20_261_125L + repetition.getCurrentRepetition();
        RandomGenerator random = new Random(seed);
        for (int epoch = 0; epoch < 9; epoch++) {
            // Each epoch is another process, without snapshots or with snapshots of some version.
            int schema = epoch % 3;
            Aggregate<List<Integer>, Tally, Integer, String> aggregate =
                    schema == 0 ? Tally.withoutSnapshots() : Tally.withSnapshots(schema);
            CommandHandler<List<Integer>, Tally, Integer, String> handler =
                    handler(aggregate, random.nextInt(2) * CommandHandler.DEFAULT_MEMORY_BYTES);
            for (int i = random.nextInt(45, 70); i > 0; i--) {
                now = now.plusMillis(random.nextInt(3));
                CommandResult<VersionedState<Tally>, String> result =
                        handle(handler, random.ints(random.nextInt(1, 4), 0, 10).boxed().toList());
                if (result instanceof CommandResult.Handled(VersionedState<Tally> after, _)) {
                    assertThat(after.state())
                            .as("seed %s, command %s", seed, commands)
                            .isEqualTo(fullFold());
                }
            }
        }
        assertTimeTravel("seed " + seed, Tally.withoutSnapshots());
        assertTimeTravel("seed " + seed, Tally.withSnapshots(1));
        assertTimeTravel("seed " + seed, Tally.withSnapshots(2));
        assertThat(snapshots(1)).as("seed %s", seed).isNotEmpty();
        assertThat(snapshots(2)).as("seed %s", seed).isNotEmpty();
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Intact.class);
    }

    /** Checks every version and every timestamp, before and after all snapshots. */
    private void assertTimeTravel(
            String where, Aggregate<List<Integer>, Tally, Integer, String> aggregate) {
        StreamReplay<Tally, Integer> replay = new StreamReplay<>(store, aggregate);
        Tally state = Tally.DECIDER.initialState();
        for (Commit commit : Commits.all(store, STREAM)) {
            for (RecordedEvent<Integer> event : RecordedEvent.allOf(commit, Tally.CODEC)) {
                state = Tally.DECIDER.evolve(state, event.event(), event.timestamp());
                assertThat(replay.asOf(STREAM, new StreamVersion(event.sequenceNumber())))
                        .as("%s, version %s", where, event.sequenceNumber())
                        .map(VersionedState::state)
                        .contains(state);
            }
            Optional<VersionedState<Tally>> then = replay.asOf(STREAM, commit.at());
            assertThat(then.map(VersionedState::at))
                    .as("%s, %s", where, commit.at())
                    .contains(commit.at());
            assertThat(then.orElseThrow().version()).isGreaterThanOrEqualTo(commit.version());
        }
    }

    @Test
    void a_snapshot_is_written_every_32_commits_where_it_pays() {
        handleEach(handler(Tally.withSnapshots(1), CommandHandler.DEFAULT_MEMORY_BYTES), 100);
        assertThat(snapshots(1)).containsExactly(32, 64, 96);
    }

    @Test
    void handlers_without_memory_store_snapshots_at_the_same_commits() {
        handleEach(handler(Tally.withSnapshots(1), 0), 100);
        assertThat(snapshots(1)).containsExactly(32, 64, 96);
    }

    @Test
    void a_clock_that_goes_back_does_not_change_the_folded_state() {
        var handler = handler(Tally.withSnapshots(1), CommandHandler.DEFAULT_MEMORY_BYTES);
        for (int i = 0; i < 70; i++) {
            now = Commits.AT.minusSeconds(3_600L * (i % 3));
            assertThat(handle(handler, List.of(i)))
                    .isInstanceOfSatisfying(
                            CommandResult.Handled.class,
                            handled ->
                                    assertThat(((VersionedState<?>) handled.after()).state())
                                            .isEqualTo(fullFold()));
        }
        assertThat(snapshots(1)).containsExactly(32, 64);
        assertTimeTravel("a clock that goes back", Tally.withSnapshots(1));
    }

    @Test
    void a_clock_that_goes_back_does_not_change_the_snapshots_of_joint_commands() {
        for (int i = 0; i < 40; i++) {
            Instant at = Commits.AT.minusSeconds(3_600L * (i % 3));
            CommandId id = new CommandId("joint-" + i);
            new JointCommandHandler(store, () -> at, () -> () -> false)
                    .handle(
                            List.of(
                                    new JointPart.Change<>(
                                            Tally.withSnapshots(1), STREAM, List.of(i))),
                            id,
                            Commits.commandDigest(id.value()),
                            Metadata.NONE);
        }
        assertThat(snapshots(1)).containsExactly(32);
        assertTimeTravel("a clock that goes back", Tally.withSnapshots(1));
    }

    @Test
    void an_aggregate_without_a_state_codec_stores_no_snapshots() {
        handleEach(handler(Tally.withoutSnapshots(), 0), 100);
        assertThat(Commits.all(store, STREAM)).allMatch(commit -> commit.snapshot().isEmpty());
    }

    @Test
    void after_a_change_of_the_schema_version_the_next_commit_has_a_snapshot_of_the_new_one() {
        handleEach(handler(Tally.withSnapshots(1), 0), 40);
        handleEach(handler(Tally.withSnapshots(2), 0), 40);
        assertThat(snapshots(1)).containsExactly(32);
        assertThat(snapshots(2)).containsExactly(41, 73);
    }

    @ParameterizedTest
    @FieldSource("FAULTS")
    void a_snapshot_that_cannot_be_decoded_is_ignored(Supplier<@Nullable Tally> fault) {
        handleEach(handler(Tally.withSnapshots(1), 0), 40);
        // The state changed without a new schema version. Such a mistake costs reads, nothing else.
        Aggregate<List<Integer>, Tally, Integer, String> mistaken =
                new Aggregate<>(
                        Tally.DECIDER, Tally.CODEC, new FakeCodec(_ -> "x", _ -> fault.get()));
        assertThat(new StreamReplay<>(store, mistaken).current(STREAM).orElseThrow().state())
                .isEqualTo(fullFold());
        assertThat(handle(handler(mistaken, 0), List.of(7)))
                .isInstanceOf(CommandResult.Handled.class);
        assertThat(handle(handler(mistaken, 0), List.of(7)))
                .isEqualTo(new CommandResult.Rejected<>("again 7"));
    }

    @ParameterizedTest
    @FieldSource("FAULTS")
    void a_state_that_cannot_be_encoded_costs_its_snapshot_and_no_command(
            Supplier<@Nullable Tally> fault) {
        AtomicInteger encodings = new AtomicInteger();
        Aggregate<List<Integer>, Tally, Integer, String> mistaken =
                new Aggregate<>(
                        Tally.DECIDER,
                        Tally.CODEC,
                        new FakeCodec(
                                _ -> {
                                    encodings.incrementAndGet();
                                    return fault.get() == null ? null : "never";
                                },
                                _ -> fault.get()));
        var handler = handler(mistaken, CommandHandler.DEFAULT_MEMORY_BYTES);
        for (int i = 0; i < 70; i++) {
            assertThat(handle(handler, List.of(i))).isInstanceOf(CommandResult.Handled.class);
        }
        assertThat(Commits.all(store, STREAM)).hasSize(70);
        // At commit 32, and then after each quarter more bytes.
        assertThat(encodings).hasValueBetween(2, 6);
        assertThat(Commits.all(store, STREAM)).allMatch(commit -> commit.snapshot().isEmpty());
    }

    @Test
    void an_earlier_snapshot_is_used_if_the_last_one_cannot_be_decoded() {
        handleEach(handler(Tally.withSnapshots(1), 0), 100);
        assertThat(snapshots(1)).containsExactly(32, 64, 96);
        String last = Commits.all(store, STREAM).get(95).snapshot().orElseThrow().state();
        StateCodec<Tally> codec = Tally.withSnapshots(1).states().orElseThrow();
        List<String> decoded = new ArrayList<>();
        RecordingEventStore recording = new RecordingEventStore(store);
        Aggregate<List<Integer>, Tally, Integer, String> unlucky =
                new Aggregate<>(
                        Tally.DECIDER,
                        Tally.CODEC,
                        new FakeCodec(
                                codec::encode,
                                encoded -> {
                                    if (encoded.equals(last)) {
                                        throw new IllegalStateException("not this one");
                                    }
                                    decoded.add(encoded);
                                    return codec.decode(encoded);
                                }));

        assertThat(new StreamReplay<>(recording, unlucky).current(STREAM).orElseThrow().state())
                .isEqualTo(fullFold());

        assertThat(decoded).hasSize(1);
        assertThat(recording.takeCalls())
                .containsExactly("load STRONG", "load STRONG", "read after 95");
    }

    @Test
    void after_four_snapshots_that_cannot_be_decoded_the_events_are_folded_from_the_first_one() {
        handleEach(handler(Tally.withSnapshots(1), 0), 200);
        assertThat(snapshots(1)).hasSize(6);
        Aggregate<List<Integer>, Tally, Integer, String> mistaken =
                new Aggregate<>(Tally.DECIDER, Tally.CODEC, new FakeCodec(_ -> "x", _ -> null));
        RecordingEventStore recording = new RecordingEventStore(store);

        assertThat(new StreamReplay<>(recording, mistaken).current(STREAM).orElseThrow().state())
                .isEqualTo(fullFold());

        assertThat(recording.takeCalls())
                .containsExactly(
                        "load STRONG", "load STRONG", "load STRONG", "load STRONG", "read after 0");
    }

    @Test
    void a_large_stream_without_usable_snapshots_is_folded_in_pages_from_its_first_event() {
        List<Integer> many = Collections.nCopies(2_000, 123_456); // 16 KB
        var handler = handler(Tally.withSnapshots(1), CommandHandler.DEFAULT_MEMORY_BYTES);
        for (int i = 0; i < 200; i++) {
            List<Integer> numbers = new ArrayList<>(many);
            numbers.set(0, i);
            now = Commits.AT.plusMillis(i);
            handle(handler, numbers);
        }
        RecordingEventStore recording = new RecordingEventStore(store);
        StreamReplay<Tally, Integer> replay = new StreamReplay<>(recording, Tally.withSnapshots(2));

        VersionedState<Tally> current = replay.current(STREAM).orElseThrow();

        assertThat(recording.takeCalls()).containsExactly("load STRONG", "read after 0");
        assertThat(current.version()).isEqualTo(new StreamVersion(400_000));
        assertThat(current.state().events()).isEqualTo(400_000);
        VersionedState<Tally> inside =
                replay.asOf(STREAM, new StreamVersion(390_001)).orElseThrow();
        assertThat(inside.state().events()).isEqualTo(390_001);
        assertThat(inside.state().last()).isEqualTo(195);
        assertThat(inside.at()).isEqualTo(Commits.AT.plusMillis(195));
    }

    @Test
    void an_offer_that_did_not_pay_is_encoded_again_only_after_more_bytes() {
        AtomicInteger encoded = new AtomicInteger();
        // It pays from 4,000 bytes on. A commit has up to 5 bytes.
        Aggregate<List<Integer>, Tally, Integer, String> large =
                new Aggregate<>(
                        Tally.DECIDER,
                        Tally.CODEC,
                        new FakeCodec(
                                _ -> {
                                    encoded.incrementAndGet();
                                    return "x".repeat(1_000);
                                },
                                _ -> Tally.DECIDER.initialState()));
        handleEach(handler(large, CommandHandler.DEFAULT_MEMORY_BYTES), 700);
        assertThat(snapshots(1)).isEmpty();
        assertThat(encoded.get()).isBetween(10, 20);
    }

    @Test
    void a_snapshot_larger_than_a_quarter_of_the_bytes_since_the_last_waits_for_more_commits() {
        // 50 bytes against 4 bytes a commit: 32 commits are not enough.
        Aggregate<List<Integer>, Tally, Integer, String> large =
                new Aggregate<>(
                        Tally.DECIDER,
                        Tally.CODEC,
                        new FakeCodec(_ -> "x".repeat(50), _ -> Tally.DECIDER.initialState()));
        CommandHandler<List<Integer>, Tally, Integer, String> handler =
                handler(large, CommandHandler.DEFAULT_MEMORY_BYTES);
        for (int i = 0; i < 110; i++) {
            handle(handler, List.of(10 + i % 2));
        }
        // "[10]" has 4 bytes: 200 bytes are reached with the 50th commit. The offers come with the
        // commits 32, 42 and 53, as each waits for a quarter more bytes.
        assertThat(snapshots(1)).containsExactly(53, 106);
    }

    /** A codec of schema version 1 that does what a test says. */
    private record FakeCodec(
            Function<Tally, @Nullable String> encoder, Function<String, @Nullable Tally> decoder)
            implements StateCodec<Tally> {

        @Override
        public int schemaVersion() {
            return 1;
        }

        @Override
        @SuppressWarnings("NullAway") // A faulty codec may return null.
        public String encode(Tally state) {
            return encoder.apply(state);
        }

        @Override
        @SuppressWarnings("NullAway") // A faulty codec may return null.
        public Tally decode(String encoded) {
            return decoder.apply(encoded);
        }
    }
}
