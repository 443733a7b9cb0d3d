package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is read from an item takes bounded memory, whatever its bytes inflate to. */
class InflationBoundTest {

    private static final int MIB = 1024 * 1024;
    private static final CommitBoundary START = CommitBoundary.startOf(OldItems.STREAM);

    @ParameterizedTest
    @CsvSource({
        "new, e, 2097152",
        "new, s, 16777216",
        "old, events, 2097152",
        "old, state, 16777216"
    })
    void an_item_that_inflates_to_300_mb_is_broken_and_takes_bounded_memory(
            String layout, String name, int limit) {
        Map<String, AttributeValue> item = item(layout);
        AttributeValue bomb = Attributes.binary(zeros(300L * MIB));
        item.put(name, bomb);
        assertThat(ItemSize.bytes(item)).isLessThan(ItemSize.MAX_BYTES);

        long before = allocatedBytes();
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(
                        "commit 1 of order-a1b2c3d4 cannot be read: the bytes of attribute "
                                + name
                                + " cannot be inflated: they take more than "
                                + limit
                                + " bytes when inflated");
        assertThat(allocatedBytes() - before).isLessThan(4L * limit + MIB);
    }

    @Test
    void binary_events_that_inflate_to_300_mb_are_broken() {
        Map<String, AttributeValue> item = item("new");
        item.put("e", Attributes.binary(zeros(300L * MIB)));
        item.put("f", AttributeValue.fromS("avro+deflate"));
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageContaining(
                        "attribute e cannot be inflated: they take more than 2097152");
    }

    @Test
    void events_and_a_state_of_the_largest_size_are_read() {
        Map<String, AttributeValue> item = item("new");
        item.put("e", Attributes.binary(zeros(2L * MIB)));
        item.put("s", Attributes.binary(zeros(16L * MIB)));
        assertThat(CommitItem.decode(item))
                .returns(2 * MIB, commit -> commit.events().size())
                .returns(16 * MIB, commit -> commit.snapshot().orElseThrow().state().length());
    }

    @Test
    void one_byte_more_than_the_largest_size_is_too_much_even_if_it_is_zero() throws Exception {
        byte[] deflated = Zlib.deflate(new byte[100]);
        assertThat(Zlib.inflate(deflated, 100)).hasSize(100);
        assertThatThrownBy(() -> Zlib.inflate(deflated, 99))
                .isInstanceOf(IOException.class)
                .hasMessage("they take more than 99 bytes when inflated");
    }

    @Test
    void a_state_of_the_largest_size_is_stored_and_a_larger_one_is_left_out() {
        assertThat(Items.of(offering("x".repeat(16 * MIB)))).containsKey("s");
        assertThat(Items.of(offering("x".repeat(16 * MIB) + "x")))
                .isEqualTo(Items.of(Commits.commit(START, "c", 1)));
        assertThat(Items.of(offering("é".repeat(8 * MIB) + "x"))).doesNotContainKey("s");
    }

    private static NewCommit offering(String state) {
        return Commits.offering(
                Commits.commit(START, "c", 1),
                new Snapshot(1, state, CommandFingerprints.NONE),
                1_000_000_000);
    }

    private static Map<String, AttributeValue> item(String layout) {
        return layout.equals("old") ? OldItems.WITH_SNAPSHOT.item() : Items.of(offering("{}"));
    }

    /** Zeros, deflated piece by piece. */
    private static byte[] zeros(long count) {
        byte[] piece = new byte[MIB];
        Arrays.fill(piece, (byte) '0');
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            for (long written = 0; written < count; written += MIB) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class)
                .getCurrentThreadAllocatedBytes();
    }
}
