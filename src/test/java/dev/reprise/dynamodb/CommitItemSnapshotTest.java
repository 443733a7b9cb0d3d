package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.StreamName;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Snapshots in the items of their commits. Stored items must stay readable, so a sample and its
 * hash are pinned; another program computed the hash.
 */
class CommitItemSnapshotTest {

    private static final CommitBoundary START =
            CommitBoundary.startOf(new StreamName("order", "a1b2c3d4"));
    private static final EncodedEvents CREATED =
            new EncodedEvents.Json(
                    1, "[{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}]");
    private static final String STATE =
            "{\"customerId\":\"user123\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}";

    /** Events that are larger when deflated. */
    static final List<EncodedEvents> SHORT =
            List.of(
                    new EncodedEvents.Json(1, "[1]"),
                    new EncodedEvents.Binary(1, "bytes", new byte[] {1, 2, 3}));

    private static final CommandFingerprints COMMANDS = Commits.fingerprints("key-1", "key-2");

    /** Events that fill most of an item. */
    private static final EncodedEvents LARGE = incompressible(400_000);

    /** The size of the names of both attributes and of a schema version of one digit. */
    private static final int FRAME = "s".length() + "sv".length() + 2;

    /** A number of bytes since the last snapshot with which every snapshot pays. */
    private static final long PLENTY = 1_000_000_000;

    @Test
    void a_snapshot_is_stored_as_the_sample() {
        Map<String, AttributeValue> expected = Items.of(commit(CREATED));
        expected.put("s", AttributeValue.fromS(STATE));
        expected.put("sv", AttributeValue.fromN("1"));
        expected.put(
                "h",
                Attributes.binary(
                        HexFormat.of()
                                .parseHex(
                                        "3538221d61a8b9f637df83babe59626382697cbc58a3e1a136391962a930650b")));

        assertThat(item(commit(CREATED), STATE)).isEqualTo(expected);
    }

    @Test
    void a_snapshot_is_decoded_as_it_was_encoded() {
        assertThat(CommitItem.decode(item(commit(CREATED), STATE)))
                .isEqualTo(stored(commit(CREATED), STATE))
                .returns(
                        new Snapshot(1, STATE, CommandFingerprints.NONE),
                        commit -> commit.snapshot().orElseThrow());
    }

    @Test
    void the_commands_of_a_snapshot_are_stored_beside_its_state() {
        Snapshot snapshot = new Snapshot(1, STATE, COMMANDS);
        Map<String, AttributeValue> expected = new HashMap<>(item(commit(CREATED), STATE));
        expected.put("sc", Attributes.binary(COMMANDS.encode()));
        expected.put(
                "h",
                Attributes.binary(
                        HexFormat.of()
                                .parseHex(
                                        "7928bc24d420b80337328b163da3cd1ebc5bc2a25aa60e053a56c7cea819807f")));
        Map<String, AttributeValue> stored = Items.of(offering(commit(CREATED), snapshot, PLENTY));
        assertThat(stored).isEqualTo(expected);
        assertThat(CommitItem.decode(stored).snapshot()).contains(snapshot);
        assertThat(CommitItem.decode(stored).storedBytes()).isEqualTo(sizeOf(commit(CREATED)));
    }

    @Test
    void the_commands_of_a_snapshot_do_not_count_in_whether_it_pays() {
        NewCommit commit = commit(CREATED);
        long justEnough = 4L * (FRAME + STATE.length()) - sizeOf(commit);
        Snapshot snapshot = new Snapshot(1, STATE, COMMANDS);
        assertThat(Items.of(offering(commit, snapshot, justEnough))).containsKeys("s", "sc");
        assertThat(Items.of(offering(commit, snapshot, justEnough - 1)))
                .isEqualTo(Items.of(commit));
    }

    @Test
    void the_commands_of_a_snapshot_count_in_whether_it_fits() {
        int commandBytes = "sc".length() + COMMANDS.encode().length;
        Snapshot snapshot = new Snapshot(1, "12345", COMMANDS);
        NewCommit fits = ofItemSize(ItemSize.MAX_BYTES - FRAME - 5 - commandBytes, LARGE);
        assertThat(encoded(offering(fits, snapshot, PLENTY)).bytes()).isEqualTo(ItemSize.MAX_BYTES);
        NewCommit larger = ofItemSize(ItemSize.MAX_BYTES - FRAME - 4 - commandBytes, LARGE);
        assertThat(encoded(offering(larger, snapshot, PLENTY))).isEqualTo(encoded(larger));
    }

    @Test
    void a_state_in_an_item_of_one_write_unit_is_not_deflated() {
        String state = "x".repeat(1_024 - sizeOf(commit(CREATED)) - FRAME);
        Map<String, AttributeValue> item = item(commit(CREATED), state);
        assertThat(ItemSize.bytes(item)).isEqualTo(1_024);
        assertThat(item).containsEntry("s", AttributeValue.fromS(state));
    }

    @Test
    void a_state_one_byte_over_one_write_unit_is_deflated() {
        String state = "x".repeat(1_025 - sizeOf(commit(CREATED)) - FRAME);
        Map<String, AttributeValue> item = item(commit(CREATED), state);
        assertThat(item)
                .hasEntrySatisfying(
                        "s", value -> assertThat(value.type()).isEqualTo(AttributeValue.Type.B));
        assertThat(ItemSize.bytes(item)).isLessThan(1_024);
        assertThat(CommitItem.decode(item)).isEqualTo(stored(commit(CREATED), state));
    }

    @Test
    void a_state_is_not_deflated_if_that_saves_no_write_unit() {
        String state = incompressible(1_500).json();
        assertThat(item(commit(CREATED), state)).containsEntry("s", AttributeValue.fromS(state));
    }

    @Test
    void a_state_is_not_deflated_if_that_takes_more_write_units() {
        NewCommit commit = ofItemSize(2_048 - FRAME - 5, CREATED);
        Map<String, AttributeValue> item = item(commit, "12345");
        assertThat(ItemSize.bytes(item)).isEqualTo(2_048);
        assertThat(item).containsEntry("s", AttributeValue.fromS("12345"));
    }

    @ParameterizedTest
    @FieldSource("SHORT")
    void events_are_not_deflated_if_that_takes_more_write_units(EncodedEvents events) {
        NewCommit commit = ofItemSize(2_048, events);
        assertThat(sizeOf(commit)).isEqualTo(2_048);
        assertThat(CommitItem.decode(Items.of(commit)).events()).isEqualTo(events);
    }

    @Test
    void a_snapshot_may_take_a_quarter_of_the_bytes_stored_since_the_last_one() {
        NewCommit commit = commit(CREATED);
        int snapshotBytes = FRAME + STATE.length();
        long justEnough = 4L * snapshotBytes - sizeOf(commit);
        Snapshot snapshot = new Snapshot(1, STATE, CommandFingerprints.NONE);
        assertThat(Items.of(offering(commit, snapshot, justEnough))).containsKey("s");
        assertThat(Items.of(offering(commit, snapshot, justEnough - 1)))
                .isEqualTo(Items.of(commit));
    }

    @Test
    void the_size_of_a_snapshot_is_its_deflated_size() {
        String state = "x".repeat(100_000);
        assertThat(
                        Items.of(
                                offering(
                                        commit(CREATED),
                                        new Snapshot(1, state, CommandFingerprints.NONE),
                                        1_000)))
                .containsKey("s");
    }

    @Test
    void a_snapshot_that_fills_the_item_to_its_limit_is_stored() {
        NewCommit commit = ofItemSize(ItemSize.MAX_BYTES - FRAME - 5, LARGE);
        assertThat(
                        encoded(
                                offering(
                                        commit,
                                        new Snapshot(1, "12345", CommandFingerprints.NONE),
                                        PLENTY)))
                .satisfies(item -> assertThat(item.attributes()).containsKey("s"))
                .returns(ItemSize.MAX_BYTES, EncodedCommit.Item::bytes);
    }

    @Test
    void a_snapshot_one_byte_over_the_limit_is_left_out_and_its_commit_is_encoded() {
        NewCommit commit = ofItemSize(ItemSize.MAX_BYTES - FRAME - 4, LARGE);
        NewCommit offering =
                offering(commit, new Snapshot(1, "12345", CommandFingerprints.NONE), PLENTY);
        assertThat(encoded(offering)).isEqualTo(encoded(commit));
        assertThat(CommitItem.stored(offering, CommitItem.encode(offering)).snapshot()).isEmpty();
    }

    @Test
    void a_commit_that_fills_its_item_is_encoded_without_a_snapshot() {
        NewCommit commit = ofItemSize(ItemSize.MAX_BYTES, LARGE);
        assertThat(encoded(offering(commit, new Snapshot(1, "", CommandFingerprints.NONE), PLENTY)))
                .isEqualTo(encoded(commit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "sv"})
    void a_snapshot_without_one_of_its_attributes_is_broken(String name) {
        Map<String, AttributeValue> item = item(commit(CREATED), STATE);
        item.remove(name);
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(
                        "commit 1 of order-a1b2c3d4 cannot be read: attribute %s is missing", name);
    }

    /** An attribute with a malformed value. */
    record Damage(String name, AttributeValue value) {}

    static final List<Damage> DAMAGES =
            List.of(
                    new Damage("s", AttributeValue.fromN("1")),
                    new Damage("s", AttributeValue.fromBool(true)),
                    new Damage("s", Attributes.binary(new byte[] {1, 2, 3, 4, 5})),
                    new Damage("sc", AttributeValue.fromS("1")),
                    new Damage("sc", Attributes.binary(new byte[] {1, 2, 3, 4})),
                    new Damage("sv", AttributeValue.fromS("1")),
                    new Damage("sv", AttributeValue.fromN("0")),
                    new Damage("sv", AttributeValue.fromN("1.5")),
                    new Damage("sv", AttributeValue.fromN("2147483648")));

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void a_snapshot_with_a_malformed_attribute_is_broken(Damage damage) {
        Map<String, AttributeValue> item = item(commit(CREATED), STATE);
        item.put(damage.name(), damage.value());
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageContaining("attribute " + damage.name());
    }

    private static NewCommit commit(EncodedEvents events) {
        return commit(events, Metadata.NONE);
    }

    private static NewCommit commit(EncodedEvents events, Metadata metadata) {
        return new NewCommit(
                START, events, new CommandId("command-1"), commandDigest("content"), metadata, AT);
    }

    /** A commit whose item has this size in bytes. */
    private static NewCommit ofItemSize(int bytes, EncodedEvents events) {
        int padding = bytes - sizeOf(commit(events, new Metadata(null, null, "")));
        return commit(events, new Metadata(null, null, "x".repeat(padding)));
    }

    private static int sizeOf(NewCommit commit) {
        return ItemSize.bytes(Items.of(commit));
    }

    private static EncodedCommit.Item encoded(NewCommit commit) {
        return switch (EncodedCommit.of(commit)) {
            case EncodedCommit.Item item -> item;
            case EncodedCommit.TooLarge tooLarge -> throw new AssertionError(tooLarge);
        };
    }

    private static Map<String, AttributeValue> item(NewCommit commit, String state) {
        return Items.of(offering(commit, new Snapshot(1, state, CommandFingerprints.NONE), PLENTY));
    }

    private static Commit stored(NewCommit commit, String state) {
        NewCommit offered =
                offering(commit, new Snapshot(1, state, CommandFingerprints.NONE), PLENTY);
        return CommitItem.encode(offered).stored();
    }
}
