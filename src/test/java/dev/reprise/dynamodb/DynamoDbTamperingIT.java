package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.events;
import static dev.reprise.eventstore.Commits.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.SnapshotOffer;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.local.DynamoDbLocal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items of a stream are altered behind the store's back: commits at 1 (five events), 6 (two), 8, 9.
 */
@RunsBesideQuarkus
class DynamoDbTamperingIT {

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();
    private static final StreamName STREAM = new StreamName("order", "7f3c");
    private static final CommitBoundary START = CommitBoundary.startOf(STREAM);

    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final EventStore store = new DynamoDbEventStore(CLIENT, table);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @BeforeEach
    void four_commits() {
        appendAll(store, STREAM, 5, 2, 1, 1);
    }

    private static final Map<String, AttributeValue> PARTNERS =
            Map.of("order-7f3d", AttributeValue.fromN("2"));

    /** An attribute to put into an item, in place of one with the same name. */
    record Change(String name, AttributeValue value) {}

    static final List<Change> CHANGES =
            List.of(
                    new Change("e", AttributeValue.fromS("[1,3]")),
                    new Change("e", AttributeValue.fromB(SdkBytes.fromUtf8String("[1,2]"))),
                    new Change("n", AttributeValue.fromN("3")),
                    new Change("t", AttributeValue.fromN("1769847330122")),
                    new Change("c", AttributeValue.fromS("command-2")),
                    new Change("d", AttributeValue.fromB(bytes(new byte[17]))),
                    new Change("h", AttributeValue.fromB(bytes(new byte[32]))),
                    new Change("r", AttributeValue.fromS("trace-1")),
                    new Change("a", AttributeValue.fromS("cause-1")),
                    new Change("u", AttributeValue.fromS("me")),
                    new Change("o", AttributeValue.fromN("1291191960000")),
                    new Change("p", AttributeValue.fromM(PARTNERS)),
                    new Change("f", AttributeValue.fromS("avro")),
                    new Change("v", AttributeValue.fromN("2")),
                    new Change("s", AttributeValue.fromS("a state that never was")),
                    new Change("sv", AttributeValue.fromN("1")),
                    new Change("meta", AttributeValue.fromM(Map.of())),
                    new Change("unknown", AttributeValue.fromNul(true)),
                    new Change("unknown", AttributeValue.fromL(List.of())));

    @ParameterizedTest
    @FieldSource("CHANGES")
    void a_changed_or_added_attribute_is_found(Change change) {
        change(6, change.name(), change.value());
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(6, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "t", "c", "d"})
    void a_removed_attribute_is_found(String name) {
        remove(6, name);
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(6, 5));
        assertThatThrownBy(() -> all(store, STREAM))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(
                        "commit 6 of order-7f3c cannot be read: attribute " + name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "sv"})
    void an_altered_or_removed_snapshot_is_found(String name) {
        Commit last = list(store.readAfter(START)).getLast();
        NewCommit withSnapshot =
                new NewCommit(
                        last.end(),
                        events(1),
                        new CommandId("c"),
                        commandDigest("c"),
                        Metadata.NONE,
                        AT,
                        Optional.of(
                                new SnapshotOffer(
                                        new Snapshot(1, "the state", CommandFingerprints.NONE),
                                        10_000)));
        append(store, withSnapshot);
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Intact.class);

        remove(10, name);
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(10, 9));
        change(10, name, AttributeValue.fromS("another"));
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(10, 9));
    }

    static final List<Map<String, AttributeValue>> OTHER_PARTNERS =
            List.of(
                    Map.of("order-7f3d", AttributeValue.fromN("3")),
                    Map.of("order-7f3e", AttributeValue.fromN("2")),
                    Map.of(
                            "order-7f3d", AttributeValue.fromN("2"),
                            "order-7f3e", AttributeValue.fromN("2")));

    @ParameterizedTest
    @FieldSource("OTHER_PARTNERS")
    void altered_or_removed_partners_are_found(Map<String, AttributeValue> others) {
        CommitBoundary end = list(store.readAfter(START)).getLast().end();
        CommitBoundary partner = CommitBoundary.startOf(new StreamName("order", "7f3d"));
        store.appendAll(
                new JointCommit(List.of(commit(end, "c", 1), commit(partner, "c", 2)), List.of()));
        assertThat(item(10)).containsEntry("p", AttributeValue.fromM(PARTNERS));
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Intact.class);

        change(10, "p", AttributeValue.fromM(others));
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(10, 9));
        remove(10, "p");
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(10, 9));
        change(10, "p", AttributeValue.fromM(PARTNERS));
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void a_removed_hash_is_found() {
        remove(6, "h");
        assertThat(store.verify(STREAM)).isEqualTo(broken(6, 5, "commit 6 has no valid hash"));
    }

    @Test
    void a_malformed_hash_is_found() {
        change(6, "h", AttributeValue.fromB(bytes(new byte[31])));
        assertThat(store.verify(STREAM)).isEqualTo(broken(6, 5, "commit 6 has no valid hash"));
    }

    @Test
    void an_alteration_with_a_matching_new_hash_is_found_at_the_next_commit() {
        Map<String, AttributeValue> item = item(6);
        item.put("e", AttributeValue.fromS("[1,3]"));
        put(rehashed(list(store.readAfter(START)).getFirst().hash(), item));
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(8, 7));
    }

    @Test
    void a_removed_event_count_is_found() {
        remove(6, "n");
        assertThat(store.verify(STREAM)).isEqualTo(hashMismatch(6, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "2147483648", "9223372036854775808"})
    void an_event_count_out_of_range_is_found_by_verification_and_by_reading(String count) {
        Map<String, AttributeValue> item = item(6);
        item.put("n", AttributeValue.fromN(count));
        put(rehashed(list(store.readAfter(START)).getFirst().hash(), item));
        assertThat(store.verify(STREAM))
                .isEqualTo(broken(6, 5, "commit 6 has no valid event count"));
        assertBroken(
                store.readAfter(START),
                "commit 6 of order-7f3c cannot be read: attribute n must be a whole number from 1"
                        + " to 2147483647, not "
                        + count);
    }

    @Test
    void a_commit_removed_from_the_middle_is_found() {
        delete(6);
        assertThat(store.verify(STREAM))
                .isEqualTo(broken(6, 5, "event 6 is missing: the next stored commit begins at 8"));
    }

    @Test
    void a_removed_first_commit_is_found() {
        delete(1);
        assertThat(store.verify(STREAM))
                .isEqualTo(broken(1, 0, "event 1 is missing: the next stored commit begins at 6"));
    }

    @Test
    void an_inserted_commit_is_found() {
        Map<String, AttributeValue> item = item(6);
        item.put("seq", AttributeValue.fromN("7"));
        put(item);
        assertThat(store.verify(STREAM))
                .isEqualTo(
                        broken(7, 7, "commit 7 begins too early: the next commit must begin at 8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_commit_before_the_first_is_found(String seq) {
        Map<String, AttributeValue> item = item(6);
        item.put("seq", AttributeValue.fromN(seq));
        put(item);
        assertThat(store.verify(STREAM))
                .isEqualTo(
                        broken(
                                Long.parseLong(seq),
                                0,
                                "commit "
                                        + seq
                                        + " begins too early: the next commit must begin at 1"));
    }

    @ParameterizedTest
    @CsvSource({"1.5, 5", "5.5, 5", "6.5, 7", "9.5, 9"})
    void a_commit_inserted_at_a_fraction_is_found_by_verification_and_by_reading(
            String seq, long intactTo) {
        Map<String, AttributeValue> item = item(6);
        item.put("seq", AttributeValue.fromN(seq));
        put(item);
        expectFraction(seq, intactTo);
    }

    @Test
    void a_commit_moved_to_a_fraction_is_found_even_if_its_hash_matches() {
        Map<String, AttributeValue> item = item(6);
        item.put("seq", AttributeValue.fromN("6.5"));
        put(rehashed(list(store.readAfter(START)).getFirst().hash(), item));
        delete(6);
        expectFraction("6.5", 5);
    }

    private void expectFraction(String seq, long intactTo) {
        assertThat(store.verify(STREAM))
                .isEqualTo(
                        broken(
                                (long) Double.parseDouble(seq),
                                intactTo,
                                "a commit begins at "
                                        + seq
                                        + ", which is not a whole number from 1 to 2^63 - 1"));
        String unreadable = "commit " + seq + " of order-7f3c cannot be read: attribute seq";
        assertThatThrownBy(() -> all(store, STREAM))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith(unreadable);
        assertThatThrownBy(() -> list(store.readBackFrom(STREAM, Long.MAX_VALUE, 10)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith(unreadable);
    }

    @Test
    void a_commit_copied_from_another_stream_is_found() {
        StreamName other = new StreamName("order", "7f3d");
        append(store, commit(CommitBoundary.startOf(other), "command-0", 5));
        Map<String, AttributeValue> item = item(6);
        item.put("stream", AttributeValue.fromS(other.toString()));
        put(item);
        assertThat(store.verify(other)).isEqualTo(hashMismatch(6, 5));
    }

    @Test
    void a_removed_tail_is_found_by_comparing_with_a_version_and_hash_kept_elsewhere() {
        Verification before = store.verify(STREAM);
        delete(9);
        assertThat(store.verify(STREAM))
                .isInstanceOf(Verification.Intact.class)
                .isNotEqualTo(before);
    }

    @Test
    void a_stream_with_its_original_item_put_back_is_intact() {
        Verification before = store.verify(STREAM);
        Map<String, AttributeValue> item = item(6);
        delete(6);
        put(item);
        assertThat(store.verify(STREAM)).isEqualTo(before);
    }

    @Test
    void what_was_inserted_or_removed_between_two_parts_is_found() {
        Verification.Intact first =
                ((Verification.Unfinished)
                                store.verify(STREAM, Verification.Intact.none(STREAM), 1))
                        .soFar();
        long end = first.version().value();
        Map<String, AttributeValue> inserted = item(end + 1);
        inserted.put("seq", AttributeValue.fromN(end + ".5"));
        put(inserted);
        assertThat(store.verify(STREAM, Verification.Intact.none(STREAM), 1))
                .as("before a part ends, what follows it is looked at")
                .isInstanceOf(Verification.Broken.class);
        inserted.keySet().retainAll(Set.of("stream", "seq"));
        CLIENT.deleteItem(delete -> delete.tableName(table).key(inserted));
        delete(end + 1);
        assertThat(store.verify(STREAM, first, 1)).isInstanceOf(Verification.Broken.class);
        assertThat(store.verify(STREAM)).isInstanceOf(Verification.Broken.class);
    }

    @Test
    void reading_over_a_gap_throws_and_names_the_gap() {
        CommitBoundary afterFirst = list(store.readAfter(START)).getFirst().end();
        delete(6);
        String gap = "gap: expected 6, got 8 in order-7f3c";
        assertBroken(store.readAfter(START), gap);
        assertBroken(store.readAfter(afterFirst), gap);
        assertBroken(store.readFrom(STREAM, 1, 1), gap);
        assertBroken(store.readFrom(STREAM, 3, 10), gap);
        assertBroken(store.readBackFrom(STREAM, Long.MAX_VALUE, 1), gap);
        assertBroken(store.readBackFrom(STREAM, 8, 10), gap);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void reading_from_inside_a_gap_throws_and_names_the_gap(long sequenceNumber) {
        delete(6);
        assertBroken(
                store.readFrom(STREAM, sequenceNumber, 10), "gap: expected 6, got 8 in order-7f3c");
        assertBroken(
                store.readBackFrom(STREAM, sequenceNumber, 10),
                "gap: expected 6, got 8 in order-7f3c");
    }

    @Test
    void reading_a_stream_without_its_first_commit_throws() {
        delete(1);
        assertBroken(store.readFrom(STREAM, 3, 10), "gap: expected 1, got 6 in order-7f3c");
        assertBroken(
                store.readBackFrom(STREAM, Long.MAX_VALUE, 10),
                "gap: expected 1, got 6 in order-7f3c");
    }

    @Test
    void reading_over_an_overlap_throws_and_names_the_overlap() {
        Map<String, AttributeValue> item = item(6);
        item.put("seq", AttributeValue.fromN("7"));
        put(item);
        assertBroken(store.readAfter(START), "overlap: expected 8, got 7 in order-7f3c");
        assertBroken(
                store.readBackFrom(STREAM, Long.MAX_VALUE, 10),
                "overlap: expected 9, got 8 in order-7f3c");
    }

    @Test
    void commits_before_a_gap_can_still_be_read() {
        delete(6);
        assertThat(store.readAfter(START).iterator().next().version())
                .isEqualTo(new StreamVersion(5));
    }

    @Test
    void an_append_at_the_boundary_of_an_undecodable_commit_throws() {
        Commit first = list(store.readAfter(START)).getFirst();
        remove(6, "e");
        NewCommit commit =
                new NewCommit(
                        first.end(),
                        events(1),
                        first.commandId(),
                        first.commandDigest(),
                        Metadata.NONE,
                        AT);
        assertThatThrownBy(() -> store.append(commit))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith("commit 6 of order-7f3c cannot be read");
    }

    private static void assertBroken(Iterable<Commit> commits, String message) {
        assertThatThrownBy(() -> list(commits))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(message);
    }

    private static Broken hashMismatch(long sequenceNumber, long intactTo) {
        return broken(
                sequenceNumber,
                intactTo,
                "the stored hash of commit "
                        + sequenceNumber
                        + " does not match its content and the previous commit's hash");
    }

    private static Broken broken(long sequenceNumber, long intactTo, String reason) {
        return new Broken(sequenceNumber, new StreamVersion(intactTo), reason);
    }

    private static SdkBytes bytes(byte[] bytes) {
        return SdkBytes.fromByteArray(bytes);
    }

    private static Map<String, AttributeValue> rehashed(
            Digest previous, Map<String, AttributeValue> item) {
        item.put("h", AttributeValue.fromB(bytes(CommitHash.of(previous, item).bytes())));
        return item;
    }

    private static Map<String, AttributeValue> key(long seq) {
        return Map.of(
                "stream", AttributeValue.fromS(STREAM.toString()),
                "seq", AttributeValue.fromN(Long.toString(seq)));
    }

    private Map<String, AttributeValue> item(long seq) {
        return new HashMap<>(CLIENT.getItem(get -> get.tableName(table).key(key(seq))).item());
    }

    private void put(Map<String, AttributeValue> item) {
        CLIENT.putItem(put -> put.tableName(table).item(item));
    }

    private void change(long seq, String name, AttributeValue value) {
        Map<String, AttributeValue> item = item(seq);
        item.put(name, value);
        put(item);
    }

    private void remove(long seq, String name) {
        Map<String, AttributeValue> item = item(seq);
        item.remove(name);
        put(item);
    }

    private void delete(long seq) {
        CLIENT.deleteItem(delete -> delete.tableName(table).key(key(seq)));
    }
}
