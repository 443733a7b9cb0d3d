package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are repeated with their id after many other commits of their stream. */
class RepeatedCommandTest {

    private static final StreamName STREAM = new StreamName("tally", "1");
    private static final int REMEMBERED = 512;

    private final EventStore store = new InMemoryEventStore();

    private CommandHandler<List<Integer>, Tally, Integer, String> handler(
            Aggregate<List<Integer>, Tally, Integer, String> aggregate, long memoryBytes) {
        return new CommandHandler<>(
                store, aggregate, () -> Commits.AT, () -> () -> false, memoryBytes);
    }

    private static CommandResult<VersionedState<Tally>, String> handle(
            CommandHandler<List<Integer>, Tally, Integer, String> handler,
            CommandId id,
            List<Integer> numbers) {
        return handle(handler, id, numbers, Commits.commandDigest(numbers.toString()));
    }

    private static CommandResult<VersionedState<Tally>, String> handle(
            CommandHandler<List<Integer>, Tally, Integer, String> handler,
            CommandId id,
            List<Integer> numbers,
            CommandDigest digest) {
        return handler.handle(
                STREAM,
                numbers,
                new CommandContext(id, digest, new Precondition.None(), Metadata.NONE));
    }

    private StreamVersion tail() {
        return Commits.all(store, STREAM).getLast().version();
    }

    /** What was recorded under an id of a caller. */
    private record Recorded(CommandId id, List<Integer> numbers, StreamVersion version) {}

    /** Records commands, some with an id of their caller and some with a generated one. */
    private List<Recorded> record(
            CommandHandler<List<Integer>, Tally, Integer, String> handler,
            int commands,
            int generatedPercent,
            RandomGenerator random) {
        List<Recorded> recorded = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            boolean generated = random.nextInt(100) < generatedPercent;
            CommandId id = generated ? CommandId.generate() : new CommandId("key-" + i);
            List<Integer> numbers = List.of(i, random.nextInt());
            assertThat(handle(handler, id, numbers))
                    .isInstanceOfSatisfying(
                            CommandResult.Handled.class,
                            handled -> assertThat(handled.replayed()).isFalse());
            if (!generated) {
                recorded.add(new Recorded(id, numbers, tail()));
            }
        }
        return recorded;
    }

    @Test
    void a_process_whose_memory_is_older_than_the_command_recognises_it_after_500_others() {
        var aggregate = Tally.withSnapshots(1);
        // Conflicts once.
        var old =
                new CommandHandler<>(
                        store,
                        aggregate,
                        () -> Commits.AT,
                        () -> () -> true,
                        CommandHandler.DEFAULT_MEMORY_BYTES);
        handle(old, new CommandId("first"), List.of(-1));
        var others = handler(aggregate, CommandHandler.DEFAULT_MEMORY_BYTES);
        handle(others, new CommandId("other"), List.of(-3));
        CommandId id = new CommandId("repeated");
        handle(others, id, List.of(-2));
        StreamVersion version = tail();
        record(others, 500, 0, new Random(2));
        StreamVersion tail = tail();

        assertThat(handle(old, id, List.of(-2)))
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> {
                            assertThat(handled.replayed()).isTrue();
                            assertThat(((VersionedState<?>) handled.after()).version())
                                    .isEqualTo(version);
                        });

        assertThat(tail()).isEqualTo(tail);
    }

    @ParameterizedTest
    @CsvSource({
        // commands, percent with a generated id, memory of the repeating process in MB
        "600,   0, 0",
        "600,   0, 64",
        "1500, 60, 0",
        "1500, 60, 64",
        "40,   50, 0",
        "800,  99, 0"
    })
    void the_last_512_commands_with_an_id_of_their_caller_are_replayed_by_any_process(
            int commands, int generatedPercent, int memoryMegabytes) {
        long seed = 20_261_128L + commands + generatedPercent;
        var aggregate = Tally.withSnapshots(1);
        List<Recorded> recorded =
                record(
                        handler(aggregate, CommandHandler.DEFAULT_MEMORY_BYTES),
                        commands,
                        generatedPercent,
                        new Random(seed));
        StreamVersion tail = tail();
        var repeating = handler(aggregate, memoryMegabytes * 1024L * 1024);
        Map<StreamVersion, Tally> states = states();
        for (Recorded command :
                recorded.subList(Math.max(0, recorded.size() - REMEMBERED), recorded.size())) {
            assertThat(handle(repeating, command.id(), command.numbers()))
                    .as("seed %s, %s", seed, command)
                    .isEqualTo(
                            new CommandResult.Handled<>(
                                    new VersionedState<>(
                                            Objects.requireNonNull(states.get(command.version())),
                                            command.version(),
                                            Commits.AT),
                                    true));
        }
        assertThat(tail()).isEqualTo(tail);
    }

    private Map<StreamVersion, Tally> states() {
        Map<StreamVersion, Tally> states = new HashMap<>();
        Tally state = Tally.DECIDER.initialState();
        long version = 0;
        for (var commit : Commits.all(store, STREAM)) {
            for (Integer event : Tally.CODEC.decode(commit.events())) {
                state = Tally.DECIDER.evolve(state, event, commit.at());
                states.put(new StreamVersion(++version), state);
            }
        }
        return states;
    }

    @ParameterizedTest
    @CsvSource({"31, 0, true", "31, 64, true", "32, 0, false", "32, 64, false"})
    void a_generated_id_is_recognised_among_the_last_32_commits_and_not_before(
            int others, int memoryMegabytes, boolean replayed) {
        var handler = handler(Tally.withSnapshots(1), memoryMegabytes * 1024L * 1024);
        RandomGenerator random = new Random(3);
        record(handler, 20, 100, random);
        CommandId id = CommandId.generate();
        handle(handler, id, List.of(-1));
        record(handler, others, 100, random);
        assertThat(handle(handler, id, List.of(-1)))
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.replayed()).isEqualTo(replayed));
    }

    /** The ids were found by a search. */
    @Test
    void a_command_whose_id_has_the_fingerprint_of_an_earlier_one_is_another_command() {
        CommandId early = new CommandId("key-7721");
        CommandId late = new CommandId("key-18322");
        assertThat(
                        CommandFingerprints.NONE
                                .with(List.of(new CommandFingerprints.Entry(early, 1)))
                                .find(late))
                .containsExactly(1L);
        var handler = handler(Tally.withSnapshots(1), 0);
        handle(handler, early, List.of(-1));
        record(handler, 40, 0, new Random(1));
        StreamVersion tail = tail();

        assertThat(handle(handler, late, List.of(-1)))
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.replayed()).isFalse());

        assertThat(tail().value()).isEqualTo(tail.value() + 1);
    }

    @Test
    void a_command_with_the_id_of_an_earlier_one_and_another_content_is_refused() {
        var handler = handler(Tally.withSnapshots(1), 0);
        List<Recorded> recorded = record(handler, 300, 0, new Random(1));
        Recorded early = recorded.get(5);
        assertThat(handle(handler, early.id(), List.of(4711)))
                .isEqualTo(new CommandResult.CommandIdReused<>(early.version()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 299})
    void a_repeated_command_whose_digest_has_another_schema_version_gets_its_original_outcome(
            int command) {
        var handler = handler(Tally.withSnapshots(1), 0);
        Recorded recorded = record(handler, 300, 0, new Random(1)).get(command);
        StreamVersion tail = tail();
        CommandDigest newer = CommandDigest.of(2, Commits.digest("other fields"));
        assertThat(handle(handler, recorded.id(), recorded.numbers(), newer))
                .isEqualTo(
                        new CommandResult.Handled<>(
                                new VersionedState<>(
                                        Objects.requireNonNull(states().get(recorded.version())),
                                        recorded.version(),
                                        Commits.AT),
                                true));
        assertThat(tail()).isEqualTo(tail);
    }

    @Test
    void an_aggregate_without_snapshots_recognises_its_commands_too() {
        var handler = handler(Tally.withoutSnapshots(), 0);
        List<Recorded> recorded = record(handler, 300, 0, new Random(1));
        Recorded early = recorded.getFirst();
        assertThat(handle(handler, early.id(), early.numbers()))
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.replayed()).isTrue());
    }

    @Test
    void snapshots_of_another_schema_version_do_not_lose_commands() {
        List<Recorded> recorded = record(handler(Tally.withSnapshots(1), 0), 200, 0, new Random(1));
        var newer = handler(Tally.withSnapshots(2), 0);
        for (int i = 0; i < 100; i++) {
            handle(newer, CommandId.generate(), List.of(-i, i));
        }
        StreamVersion tail = tail();
        for (Recorded command : recorded) {
            handle(handler(Tally.withSnapshots(2), 0), command.id(), command.numbers());
        }
        assertThat(tail()).isEqualTo(tail);
    }

    @Test
    void a_command_that_had_nothing_to_record_is_not_a_replay() {
        var handler = handler(Tally.withSnapshots(1), 0);
        handle(handler, new CommandId("a"), List.of(1));
        assertThat(handle(handler, new CommandId("b"), List.of(2)))
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.replayed()).isFalse());
    }
}
