package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RecordedCommandsTest {

    /** The number of last commands. */
    private static final int LAST = 32;

    private static CommandId id(int number) {
        return new CommandId("key-" + number);
    }

    /** The command of a commit of two events, of which this is the first. */
    private static RecordedCommand command(CommandId id, long sequenceNumber) {
        return new RecordedCommand(
                id,
                Commits.commandDigest(id.value()),
                sequenceNumber,
                new StreamVersion(sequenceNumber + 1));
    }

    private static RecordedCommand command(int number) {
        return command(id(number), 2L * number - 1);
    }

    private static RecordedCommands commands(int count) {
        RecordedCommands commands = new RecordedCommands();
        for (int number = 1; number <= count; number++) {
            commands.add(command(number));
        }
        return commands;
    }

    @Test
    void the_last_32_commands_are_found_whole() {
        for (int count : new int[] {0, 1, 31, 32, 33, 100}) {
            RecordedCommands commands = commands(count);
            for (int number = 1; number <= count; number++) {
                if (number > count - LAST) {
                    assertThat(commands.findLast(id(number))).contains(command(number));
                } else {
                    assertThat(commands.findLast(id(number))).as("%s", number).isEmpty();
                }
            }
            assertThat(commands.findLast(id(count + 1))).isEmpty();
        }
    }

    @Test
    void ids_with_the_same_hash_code_are_distinguished() {
        CommandId id = new CommandId("Aa");
        CommandId sameHash = new CommandId("BB");
        assertThat(id).hasSameHashCodeAs(sameHash);
        RecordedCommands commands = new RecordedCommands();
        commands.add(command(id, 1));
        assertThat(commands.findLast(sameHash)).isEmpty();
        commands.add(command(sameHash, 3));
        assertThat(commands.findLast(sameHash)).contains(command(sameHash, 3));
        assertThat(commands.findLast(id)).contains(command(id, 1));
    }

    @Test
    void a_copy_is_independent() {
        RecordedCommands commands = commands(40);
        RecordedCommands copy = commands.copy();
        copy.add(command(41));
        copy.fingerprints();
        assertThat(commands.findLast(id(41))).isEmpty();
        assertThat(commands.findLast(id(9))).contains(command(9));
        assertThat(commands.fingerprintsSize()).isEqualTo(LAST);
        assertThat(copy.findLast(id(9))).isEmpty();
    }

    @Test
    void the_characters_of_the_last_ids_are_counted() {
        assertThat(commands(9).lastIdCharacters()).isEqualTo(9 * "key-1".length());
        assertThat(commands(9).lastSize()).isEqualTo(9);
        assertThat(commands(60).lastIdCharacters()).isEqualTo(LAST * "key-10".length());
        assertThat(commands(60).lastSize()).isEqualTo(LAST);
    }

    /** As if the fingerprint of every command were computed when it is added. */
    @RepeatedTest(20)
    void a_fingerprint_that_is_computed_later_changes_nothing(RepetitionInfo repetition) {
        long seed = 20_260_131L + repetition.getCurrentRepetition();
        RandomGenerator random = new Random(seed);
        RecordedCommands commands = new RecordedCommands();
        CommandFingerprints expected = CommandFingerprints.NONE;
        List<CommandId> ids = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            CommandId id = random.nextInt(10) == 0 ? CommandId.generate() : id(i);
            commands.add(command(id, 2L * i + 1));
            expected = expected.with(List.of(new CommandFingerprints.Entry(id, 2L * i + 1)));
            ids.add(id);
            switch (random.nextInt(100)) {
                case 0 ->
                        assertThat(commands.fingerprints()).as("seed %s", seed).isEqualTo(expected);
                case 1 -> commands = commands.copy();
                case 2 -> {
                    // A snapshot of another process, which may have none.
                    expected = random.nextInt(10) == 0 ? CommandFingerprints.NONE : expected;
                    commands.setFingerprints(expected);
                }
                default -> {}
            }
            CommandId wanted = ids.get(random.nextInt(ids.size()));
            if (commands.findLast(wanted).isEmpty()) {
                assertThat(commands.findEarlierCommits(wanted))
                        .as("seed %s, %s of %s", seed, wanted, i)
                        .isEqualTo(expected.find(wanted));
            }
        }
        assertThat(commands.fingerprints()).as("seed %s", seed).isEqualTo(expected);
    }
}
