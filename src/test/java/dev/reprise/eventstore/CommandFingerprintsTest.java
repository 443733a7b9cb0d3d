package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.eventstore.CommandFingerprints.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandFingerprintsTest {

    private static CommandId id(int number) {
        return new CommandId("key-" + number);
    }

    private static CommandFingerprints with(
            CommandFingerprints earlier, CommandId id, long sequenceNumber) {
        return earlier.with(List.of(new Entry(id, sequenceNumber)));
    }

    /** The commands {@code key-1} to the given one, each with two events. */
    private static CommandFingerprints commands(int count) {
        CommandFingerprints commands = CommandFingerprints.NONE;
        for (int i = 1; i <= count; i++) {
            commands = with(commands, id(i), 2L * i - 1);
        }
        return commands;
    }

    @Test
    void the_last_512_commands_are_found_and_earlier_ones_are_not() {
        CommandFingerprints commands = commands(600);
        assertThat(commands.size()).isEqualTo(512);
        for (int i = 1; i <= 600; i++) {
            if (i > 600 - 512) {
                assertThat(commands.find(id(i))).as("%s", i).contains(2L * i - 1);
            } else {
                assertThat(commands.find(id(i))).as("%s", i).isEmpty();
            }
        }
        assertThat(commands.find(id(601))).isEmpty();
    }

    @Test
    void later_commands_take_the_places_of_the_oldest() {
        CommandFingerprints commands = commands(512);
        for (int later : new int[] {0, 1, 100, 511, 512, 600}) {
            for (int i = 1; i <= 512; i++) {
                assertThat(commands.find(id(i), later))
                        .as("%s, %s later", i, later)
                        .isEqualTo(i > later ? List.of(2L * i - 1) : List.of());
            }
        }
        assertThat(commands(10).find(id(1), 502)).containsExactly(1L);
        assertThat(commands(10).find(id(1), 503)).isEmpty();
    }

    @Test
    void a_generated_id_takes_no_place() {
        CommandFingerprints commands = commands(3);
        CommandId generated = CommandId.generate();
        assertThat(with(commands, generated, 7)).isEqualTo(commands);
        assertThat(commands.find(generated)).isEmpty();
    }

    @Test
    void several_commands_are_added_as_one_by_one() {
        CommandId generated = CommandId.generate();
        for (int before : new int[] {0, 1, 500, 512}) {
            List<Entry> later = new ArrayList<>();
            for (int i = before + 1; i <= before + 32; i++) {
                later.add(new Entry(id(i), 2L * i - 1));
                later.add(new Entry(generated, 2L * i));
            }
            assertThat(commands(before).with(later)).isEqualTo(commands(before + 32));
        }
        assertThat(commands(600)).isEqualTo(CommandFingerprints.NONE.with(last512Of600()));
    }

    private static List<Entry> last512Of600() {
        return IntStream.rangeClosed(600 - 511, 600)
                .mapToObj(i -> new Entry(id(i), 2L * i - 1))
                .toList();
    }

    @Test
    void with_changes_only_the_copy() {
        CommandFingerprints before = commands(512);
        with(before, id(513), 1_025);
        assertThat(before).isEqualTo(commands(512));
        assertThat(before.find(id(513))).isEmpty();
    }

    /** Found by a search for two ids whose digests begin with the same four bytes. */
    @Test
    void commands_with_the_same_fingerprint_are_all_found_the_newest_first() {
        CommandId same = id(1);
        CommandFingerprints commands = CommandFingerprints.NONE;
        for (int i = 1; i <= 6; i++) {
            commands = with(with(commands, same, i), id(100 + i), 10L * i);
        }
        assertThat(commands.find(same)).hasSize(4).first().isEqualTo(6L);
    }

    @Test
    void the_stored_form_is_pinned() {
        CommandFingerprints commands =
                CommandFingerprints.NONE.with(
                        List.of(
                                new Entry(new CommandId("a"), 1),
                                new Entry(new CommandId("b"), 128),
                                new Entry(new CommandId("c"), 16_512),
                                new Entry(new CommandId("d"), Long.MAX_VALUE - 1)));
        assertThat(HexFormat.of().formatHex(commands.encode())).isEqualTo(PINNED);
        assertThat(CommandFingerprints.decode(HexFormat.of().parseHex(PINNED))).isEqualTo(commands);
    }

    private static final String PINNED =
            "72ff6b02011f6d62f97f8b95384880800117c4947dfefefeffffffffff7f";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 511, 512, 513})
    void the_stored_form_is_decoded_as_it_was_encoded(int count) {
        CommandFingerprints commands = commands(count);
        assertThat(CommandFingerprints.decode(commands.encode())).isEqualTo(commands);
        assertThat(commands.encode().length).isLessThanOrEqualTo(5 * 512 + 1);
    }

    @Test
    void a_malformed_stored_form_is_refused() {
        byte[] whole = commands(512).encode();
        for (int length : new int[] {1, 4, 7, whole.length - 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CommandFingerprints.decode(Arrays.copyOf(whole, length)))
                    .withMessageContaining("cut off");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> CommandFingerprints.decode(Arrays.copyOf(whole, whole.length + 5)))
                .withMessageContaining("at most 512");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x80})
    void a_sequence_number_of_more_than_63_bits_is_refused(int lastByte) {
        byte[] stored = new byte[4 + 10];
        Arrays.fill(stored, (byte) 0x80);
        stored[stored.length - 1] = (byte) lastByte;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandFingerprints.decode(stored))
                .withMessageContaining("2^63");
    }

    @Test
    void commands_are_equal_if_their_ids_and_sequence_numbers_are() {
        CommandFingerprints commands = CommandFingerprints.NONE.with(id(1), 1).with(id(2), 3);
        assertThat(commands).isEqualTo(commands(2)).hasSameHashCodeAs(commands(2));
        assertThat(commands)
                .isNotEqualTo(CommandFingerprints.NONE.with(id(1), 1).with(id(2), 4))
                .isNotEqualTo(CommandFingerprints.NONE.with(id(1), 1).with(id(3), 3))
                .isNotEqualTo(commands(1))
                .isNotEqualTo("commands");
        assertThat(commands).hasToString(HexFormat.of().formatHex(commands.encode()));
    }

    @Test
    void generated_ids_differ_and_are_marked() {
        Set<CommandId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(CommandId.generate());
        }
        assertThat(ids).hasSize(10_000).allMatch(CommandId::isGenerated);
        assertThat(ids).allMatch(id -> id.value().matches("~[A-Za-z0-9_-]{22}"));
        assertThat(id(1).isGenerated()).isFalse();
    }
}
