package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stored items must stay readable, so samples are pinned. Another program computed their hashes.
 */
class CommitItemTest {

    private static final StreamName STREAM = new StreamName("order", "a1b2c3d4");
    private static final String CREATED =
            "[{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}]";
    private static final String SHIPPED =
            "[{\"eventType\":\"OrderShipped\",\"shippingAddress\":\"123 Main St, Anytown, USA\"}]";
    private static final Metadata METADATA =
            new Metadata("correlation-1", "causation-1", "user123");

    /** The first commit of the stream, without metadata. */
    private static final NewCommit FIRST =
            commit(
                    CommitBoundary.startOf(STREAM),
                    new EncodedEvents.Json(1, CREATED),
                    Metadata.NONE);

    /** The second commit, with metadata. */
    private static final NewCommit SECOND =
            commit(stored(FIRST).end(), new EncodedEvents.Json(1, SHIPPED), METADATA);

    private static final byte[] AVRO_CREATED =
            HexFormat.of().parseHex("c30145538e516e7e7c1d020e7573657231323300");

    private static NewCommit binary(String format, byte[] events) {
        return commit(FIRST.after(), new EncodedEvents.Binary(1, format, events), Metadata.NONE);
    }

    private static NewCommit commit(CommitBoundary after, EncodedEvents events, Metadata metadata) {
        return new NewCommit(
                after, events, new CommandId("command-1"), digest("content"), metadata, AT);
    }

    @Test
    void an_item_is_stored_as_the_sample() {
        assertThat(CommitItem.encode(FIRST))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream", text("order-a1b2c3d4"),
                                "seq", number("1"),
                                "count", number("1"),
                                "events", text(CREATED),
                                "at", text("2026-01-31T08:15:30.120Z"),
                                "commandId", text("command-1"),
                                "commandHash",
                                        binary(
                                                "6d56b2c3b3755c20b67f503a15074def343f3284b29d4b2d9e026dbdb9d40126"),
                                "hash",
                                        binary(
                                                "8f09829544e88011b212f6311c139331e02aaedcd2a2bd5516ee7c5b08adaf04")));
    }

    @Test
    void an_item_with_metadata_is_stored_as_the_sample() {
        assertThat(CommitItem.encode(SECOND))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream", text("order-a1b2c3d4"),
                                "seq", number("2"),
                                "count", number("1"),
                                "events", text(SHIPPED),
                                "at", text("2026-01-31T08:15:30.120Z"),
                                "commandId", text("command-1"),
                                "commandHash",
                                        binary(
                                                "6d56b2c3b3755c20b67f503a15074def343f3284b29d4b2d9e026dbdb9d40126"),
                                "meta",
                                        AttributeValue.fromM(
                                                Map.of(
                                                        "correlationId", text("correlation-1"),
                                                        "causationId", text("causation-1"),
                                                        "actor", text("user123"))),
                                "hash",
                                        binary(
                                                "154e4a2d4dadd9a1879eaa1454c7952ba04afd9d4bbe320d0d122da634d75c3f")));
    }

    @Test
    void an_item_in_a_binary_format_is_stored_as_the_sample() {
        NewCommit commit = binary("avro", AVRO_CREATED);
        assertThat(CommitItem.encode(commit))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream", text("order-a1b2c3d4"),
                                "seq", number("1"),
                                "count", number("1"),
                                "events", binary("c30145538e516e7e7c1d020e7573657231323300"),
                                "format", text("avro"),
                                "at", text("2026-01-31T08:15:30.120Z"),
                                "commandId", text("command-1"),
                                "commandHash",
                                        binary(
                                                "6d56b2c3b3755c20b67f503a15074def343f3284b29d4b2d9e026dbdb9d40126"),
                                "hash",
                                        binary(
                                                "0955590ee4440c19b3d9888f456e8a27d56ed4b18196f5c650f163a2a9fa0e79")));
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void events_of_a_binary_format_are_deflated_above_1_kib_and_marked_so() {
        NewCommit commit = binary("avro", new byte[2_000]);
        Map<String, AttributeValue> item = CommitItem.encode(commit);
        assertThat(item).containsEntry("format", text("avro+deflate"));
        assertThat(ItemSize.writeUnits(ItemSize.bytes(item))).isEqualTo(1);
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void events_in_a_binary_format_are_not_deflated_if_that_saves_no_write_unit() {
        byte[] incompressible = new byte[2_000];
        new Random(42).nextBytes(incompressible);
        for (byte[] bytes : List.of(new byte[500], incompressible)) {
            NewCommit commit = binary("avro", bytes);
            assertThat(CommitItem.encode(commit)).containsEntry("format", text("avro"));
            assertThat(decoded(commit)).isEqualTo(stored(commit));
        }
    }

    static final List<AttributeValue> MALFORMED_FORMATS =
            List.of(
                    number("1"),
                    text(""),
                    text("json"),
                    text("json+deflate"),
                    text("Avro"),
                    text("avro+deflate"),
                    text("+deflate"));

    @ParameterizedTest
    @FieldSource("MALFORMED_FORMATS")
    void an_item_with_a_malformed_format_is_broken(AttributeValue format) {
        Map<String, AttributeValue> item = CommitItem.encode(binary("avro", AVRO_CREATED));
        item.put("format", format);
        assertBroken(item);
    }

    @Test
    void an_item_with_text_events_and_a_binary_format_is_broken() {
        Map<String, AttributeValue> item = CommitItem.encode(FIRST);
        item.put("format", text("avro"));
        assertBroken(item);
    }

    @Test
    void absent_metadata_is_left_out() {
        NewCommit commit =
                commit(FIRST.after(), FIRST.events(), new Metadata(null, null, "user123"));
        assertThat(CommitItem.encode(commit))
                .containsEntry("meta", AttributeValue.fromM(Map.of("actor", text("user123"))));
        assertThat(decoded(commit).metadata()).isEqualTo(commit.metadata());
    }

    @Test
    void the_time_of_occurrence_is_stored_in_utc_to_the_millisecond() {
        NewCommit commit =
                commit(
                        FIRST.after(),
                        FIRST.events(),
                        Metadata.NONE.withOccurredAt(
                                Instant.parse("2010-12-01T09:26:00.123999+01:00")));
        assertThat(CommitItem.encode(commit))
                .containsEntry(
                        "meta",
                        AttributeValue.fromM(
                                Map.of("occurredAt", text("2010-12-01T08:26:00.123Z"))));
        assertThat(decoded(commit).metadata()).isEqualTo(commit.metadata());
    }

    @Test
    void an_item_with_a_malformed_time_of_occurrence_is_broken() {
        Map<String, AttributeValue> item = CommitItem.encode(FIRST);
        for (String malformed : List.of("", "2010-12-01", "2010-12-01T08:26:00Z", "+10000")) {
            item.put("meta", AttributeValue.fromM(Map.of("occurredAt", text(malformed))));
            assertBroken(item);
        }
    }

    @Test
    void an_item_is_decoded_as_it_was_encoded() {
        assertThat(decoded(FIRST)).isEqualTo(stored(FIRST));
        assertThat(decoded(SECOND)).isEqualTo(stored(SECOND));
    }

    @Test
    void an_item_of_one_write_unit_is_not_deflated() {
        NewCommit commit = ofItemSize(1_024, "x");
        assertThat(eventsType(CommitItem.encode(commit))).isEqualTo(AttributeValue.Type.S);
    }

    @Test
    void an_item_one_byte_over_one_write_unit_is_deflated() {
        NewCommit commit = ofItemSize(1_025, "x");
        Map<String, AttributeValue> item = CommitItem.encode(commit);
        assertThat(eventsType(item)).isEqualTo(AttributeValue.Type.B);
        assertThat(ItemSize.bytes(item)).isLessThan(1_024);
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void an_item_is_not_deflated_if_that_saves_no_write_unit() {
        NewCommit commit = commit(FIRST.after(), Commits.incompressible(1_500), Metadata.NONE);
        Map<String, AttributeValue> item = CommitItem.encode(commit);
        assertThat(ItemSize.writeUnits(ItemSize.bytes(item))).isEqualTo(2);
        assertThat(eventsType(item)).isEqualTo(AttributeValue.Type.S);
    }

    @Test
    void size_is_counted_in_bytes_of_utf_8() {
        assertThat(eventsType(CommitItem.encode(ofItemSize(1_024, "é"))))
                .isEqualTo(AttributeValue.Type.S);
        assertThat(eventsType(CommitItem.encode(ofItemSize(1_026, "é"))))
                .isEqualTo(AttributeValue.Type.B);
        assertThat(decoded(ofItemSize(1_026, "é"))).isEqualTo(stored(ofItemSize(1_026, "é")));
    }

    @Test
    void the_hash_covers_every_attribute_and_the_previous_hash() {
        assertThat(CommitItem.hash(CommitItem.encode(FIRST)))
                .isEqualTo(CommitHash.of(FIRST.after().hash(), CommitItem.encode(FIRST)))
                .isNotEqualTo(CommitHash.of(digest("another"), CommitItem.encode(FIRST)));
        for (String name : CommitItem.encode(SECOND).keySet()) {
            Map<String, AttributeValue> item = CommitItem.encode(SECOND);
            item.remove(name);
            assertThat(
                            CommitHash.of(SECOND.after().hash(), item)
                                    .equals(CommitItem.hash(CommitItem.encode(SECOND))))
                    .as("without %s", name)
                    .isEqualTo(name.equals("hash"));
        }
    }

    @Test
    void the_hash_covers_the_types_of_attributes() {
        List<AttributeValue> alike =
                List.of(
                        text("1"),
                        number("1"),
                        AttributeValue.fromB(SdkBytes.fromUtf8String("1")),
                        AttributeValue.fromSs(List.of("1")),
                        AttributeValue.fromNs(List.of("1")),
                        AttributeValue.fromL(List.of(text("1"))),
                        AttributeValue.fromL(List.of(number("1"))),
                        AttributeValue.fromM(Map.of("1", text("1"))),
                        AttributeValue.fromBool(true),
                        AttributeValue.fromNul(true));
        assertThat(alike)
                .extracting(value -> CommitHash.of(digest(""), Map.of("x", value)))
                .doesNotHaveDuplicates();
    }

    static final List<String> REQUIRED =
            List.of("stream", "seq", "count", "events", "at", "commandId", "commandHash", "hash");

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_item_without_an_attribute_is_broken(String name) {
        Map<String, AttributeValue> item = CommitItem.encode(FIRST);
        item.remove(name);
        assertBroken(item);
        assertThatThrownBy(() -> CommitItem.decode(item)).hasMessageContaining(name);
    }

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_item_with_an_attribute_of_another_type_is_broken(String name) {
        Map<String, AttributeValue> item = CommitItem.encode(FIRST);
        item.put(name, AttributeValue.fromBool(true));
        assertBroken(item);
    }

    /** An attribute with a malformed value. */
    record Damage(String name, AttributeValue value) {}

    static final List<Damage> DAMAGES =
            List.of(
                    new Damage("stream", text("order")),
                    new Damage("stream", text("-a1b2c3d4")),
                    new Damage("seq", number("1.5")),
                    new Damage("seq", number("0")),
                    new Damage("seq", number("-1")),
                    new Damage("seq", number("9223372036854775808")),
                    new Damage("count", number("0")),
                    new Damage("count", number("-1")),
                    new Damage("count", number("1.5")),
                    new Damage("count", number("2147483648")),
                    new Damage("at", text("2026-01-31T08:15:30Z")),
                    new Damage("at", text("yesterday")),
                    new Damage("commandId", text("")),
                    new Damage("commandId", text("two words")),
                    new Damage("commandHash", binary("00")),
                    new Damage("hash", binary("00")),
                    new Damage("events", binary("0102030405")),
                    new Damage("events", AttributeValue.fromB(truncated())),
                    new Damage("meta", text("user123")),
                    new Damage("meta", AttributeValue.fromM(Map.of("actor", number("1")))),
                    new Damage("eventSchema", number("0")),
                    new Damage("eventSchema", text("2")));

    private static SdkBytes truncated() {
        byte[] whole = Zlib.deflate(CREATED.getBytes(StandardCharsets.UTF_8));
        return SdkBytes.fromByteArray(Arrays.copyOf(whole, whole.length - 1));
    }

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void an_item_with_a_malformed_attribute_is_broken(Damage damage) {
        Map<String, AttributeValue> item = CommitItem.encode(FIRST);
        item.put(damage.name(), damage.value());
        assertBroken(item);
    }

    @Test
    void a_damaged_item_is_named() {
        Map<String, AttributeValue> item = CommitItem.encode(SECOND);
        item.remove("at");
        assertThatThrownBy(() -> CommitItem.decode(item))
                .hasMessage("commit 2 of order-a1b2c3d4 cannot be read: attribute at is missing");
    }

    static final List<Damage> UNKNOWN =
            List.of(
                    new Damage("unknown", text("x")),
                    new Damage("meta", AttributeValue.fromM(Map.of("unknown", text("1")))),
                    new Damage("format", text("avro+zstd")));

    @ParameterizedTest
    @FieldSource("UNKNOWN")
    void an_item_with_something_unknown_is_from_a_newer_release(Damage unknown) {
        Map<String, AttributeValue> item =
                CommitItem.encode(
                        commit(
                                SECOND.after(),
                                new EncodedEvents.Binary(1, "avro", AVRO_CREATED),
                                Metadata.NONE));
        item.put(unknown.name(), unknown.value());
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageMatching(
                        "commit 2 of order-a1b2c3d4: (attribute unknown|event format avro.zstd) is not known to this version of the code: deploy the release that wrote it, or newer");
    }

    @Test
    void the_schema_version_of_the_events_is_stored_if_it_is_not_1() {
        NewCommit first = commit(FIRST.after(), FIRST.events().needing(1), METADATA);
        NewCommit third = commit(FIRST.after(), FIRST.events().needing(3), METADATA);
        assertThat(CommitItem.encode(first)).doesNotContainKey("eventSchema");
        assertThat(CommitItem.encode(third)).containsEntry("eventSchema", number("3"));
        assertThat(CommitItem.decode(CommitItem.encode(third)).events())
                .isEqualTo(FIRST.events().needing(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[\"東京 🚚\"]", "\u0000"})
    void an_inflated_text_equals_the_deflated_one(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Zlib.inflate(Zlib.deflate(bytes))).isEqualTo(bytes);
    }

    private static void assertBroken(Map<String, AttributeValue> item) {
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith("commit ");
    }

    /** A commit whose item, with its events as text, has this size in bytes. */
    private static NewCommit ofItemSize(int bytes, String character) {
        EncodedEvents none = new EncodedEvents.Json(1, "[\"\"]");
        int frame = ItemSize.bytes(CommitItem.encode(commit(FIRST.after(), none, Metadata.NONE)));
        int width = character.getBytes(StandardCharsets.UTF_8).length;
        int padding = (bytes - frame) % width;
        String content = "x".repeat(padding) + character.repeat((bytes - frame) / width);
        return commit(
                FIRST.after(), new EncodedEvents.Json(1, "[\"" + content + "\"]"), Metadata.NONE);
    }

    private static AttributeValue.Type eventsType(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get("events")).orElseThrow().type();
    }

    private static Commit decoded(NewCommit commit) {
        return CommitItem.decode(new HashMap<>(CommitItem.encode(commit)));
    }

    private static Commit stored(NewCommit commit) {
        return CommitItem.stored(commit, CommitItem.encode(commit));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(String value) {
        return AttributeValue.fromN(value);
    }

    private static AttributeValue binary(String hex) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(hex)));
    }
}
