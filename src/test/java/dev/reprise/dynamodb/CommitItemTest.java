package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.digest;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            new Metadata(
                    "4a481fc3-808f-43ff-87d8-42e46cb14a6c",
                    "causation-1",
                    "user123",
                    Instant.parse("2010-12-01T08:26:00Z"));

    /** The first commit of the stream, without metadata. */
    private static final NewCommit FIRST =
            commit(
                    CommitBoundary.startOf(STREAM),
                    new EncodedEvents.Json(1, CREATED),
                    Metadata.NONE);

    /** The second commit, with metadata and a generated id. */
    private static final NewCommit SECOND =
            new NewCommit(
                    stored(FIRST).end(),
                    new EncodedEvents.Json(1, SHIPPED),
                    new CommandId("~AAECAwQFBgcICQoLDA0ODw"),
                    commandDigest("content"),
                    METADATA,
                    AT);

    private static final byte[] AVRO_CREATED =
            HexFormat.of().parseHex("c30145538e516e7e7c1d020e7573657231323300");

    private static NewCommit binary(String format, byte[] events) {
        return commit(FIRST.after(), new EncodedEvents.Binary(1, format, events), Metadata.NONE);
    }

    private static NewCommit commit(CommitBoundary after, EncodedEvents events, Metadata metadata) {
        return new NewCommit(
                after, events, new CommandId("command-1"), commandDigest("content"), metadata, AT);
    }

    @Test
    void an_item_is_stored_as_the_sample() {
        assertThat(Items.of(FIRST))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream", text("order-a1b2c3d4"),
                                "seq", number("1"),
                                "e", text(CREATED),
                                "t", number("1769847330120"),
                                "c", text("command-1"),
                                "d", binary("016d56b2c3b3755c20b67f503a15074def"),
                                "h",
                                        binary(
                                                "cbe4898e9c04b64159055cac64dbd9388bee7a5d69a086337eab3d6bdcf9cfb7")));
    }

    @Test
    void an_item_with_metadata_and_a_generated_id_is_stored_as_the_sample() {
        assertThat(Items.of(SECOND))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                entry("stream", text("order-a1b2c3d4")),
                                entry("seq", number("2")),
                                entry("e", text(SHIPPED)),
                                entry("t", number("1769847330120")),
                                entry("c", binary("01000102030405060708090a0b0c0d0e0f")),
                                entry("d", binary("016d56b2c3b3755c20b67f503a15074def")),
                                entry("r", binary("024a481fc3808f43ff87d842e46cb14a6c")),
                                entry("a", text("causation-1")),
                                entry("u", text("user123")),
                                entry("o", number("1291191960000")),
                                entry(
                                        "h",
                                        binary(
                                                "ce2b39a6429133d7669a148254c8f73d5f28edb3a124219fdf579069d5cd359a"))));
    }

    @Test
    void an_item_of_a_joint_append_is_stored_as_the_sample() {
        NewCommit commit = joint(3, 1);
        assertThat(Items.of(commit))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream",
                                text("order-a1b2c3d4"),
                                "seq",
                                number("1"),
                                "e",
                                text(CREATED),
                                "t",
                                number("1769847330120"),
                                "c",
                                text("command-1"),
                                "d",
                                binary("016d56b2c3b3755c20b67f503a15074def"),
                                "p",
                                AttributeValue.fromM(
                                        Map.of("giftcard-7", number("3"), "order-b", number("1"))),
                                "h",
                                binary(
                                        "e5a2a61a0d04182a68379b30d71d67ce31565f7f66268b49c1472e4cc3829828")));
        assertThat(decoded(commit)).isEqualTo(stored(commit));
        assertThat(decoded(commit).partners())
                .isEqualTo(
                        Map.of(
                                new StreamName("giftcard", "7"), new StreamVersion(3),
                                new StreamName("order", "b"), new StreamVersion(1)));
    }

    /** The first commit, appended together with this many events of two other streams. */
    private static NewCommit joint(int eventsOfCard, int eventsOfOrder) {
        return new JointCommit(
                        List.of(
                                FIRST,
                                Commits.commit(
                                        CommitBoundary.startOf(new StreamName("giftcard", "7")),
                                        "command-1",
                                        eventsOfCard),
                                Commits.commit(
                                        CommitBoundary.startOf(new StreamName("order", "b")),
                                        "command-1",
                                        eventsOfOrder)),
                        List.of())
                .commits()
                .getFirst();
    }

    @Test
    void an_item_of_two_events_in_a_binary_format_is_stored_as_the_sample() {
        NewCommit commit =
                commit(
                        FIRST.after(),
                        new EncodedEvents.Binary(2, "avro", AVRO_CREATED).needing(3),
                        Metadata.NONE);
        assertThat(Items.of(commit))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "stream", text("order-a1b2c3d4"),
                                "seq", number("1"),
                                "n", number("2"),
                                "e", binary("c30145538e516e7e7c1d020e7573657231323300"),
                                "f", text("avro"),
                                "v", number("3"),
                                "t", number("1769847330120"),
                                "c", text("command-1"),
                                "d", binary("016d56b2c3b3755c20b67f503a15074def"),
                                "h",
                                        binary(
                                                "51dbec70c166916dc4b3b1c4a557aaac694bc3840ecd0e898233f09dc686e5bd")));
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void events_of_a_binary_format_are_deflated_above_1_kib_and_marked_so() {
        NewCommit commit = binary("avro", new byte[2_000]);
        Map<String, AttributeValue> item = Items.of(commit);
        assertThat(item).containsEntry("f", text("avro+deflate"));
        assertThat(ItemSize.writeUnits(ItemSize.bytes(item))).isEqualTo(1);
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void events_in_a_binary_format_are_not_deflated_if_that_saves_no_write_unit() {
        byte[] incompressible = new byte[2_000];
        new Random(42).nextBytes(incompressible);
        for (byte[] bytes : List.of(new byte[500], incompressible)) {
            NewCommit commit = binary("avro", bytes);
            assertThat(Items.of(commit)).containsEntry("f", text("avro"));
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
        Map<String, AttributeValue> item = Items.of(binary("avro", AVRO_CREATED));
        item.put("f", format);
        assertBroken(item);
    }

    @Test
    void an_item_with_text_events_and_a_binary_format_is_broken() {
        Map<String, AttributeValue> item = Items.of(FIRST);
        item.put("f", text("avro"));
        assertBroken(item);
    }

    @Test
    void absent_metadata_is_left_out() {
        NewCommit commit =
                commit(FIRST.after(), FIRST.events(), new Metadata(null, null, "user123"));
        assertThat(Items.of(commit))
                .containsEntry("u", text("user123"))
                .doesNotContainKeys("r", "a", "o");
        assertThat(decoded(commit).metadata()).isEqualTo(commit.metadata());
    }

    @ParameterizedTest
    @CsvSource({
        "2010-12-01T09:26:00.123999+01:00, 1291191960123",
        "1969-12-31T23:59:59.999Z, -1",
        "0000-01-01T00:00:00Z, -62167219200000",
        "9999-12-31T23:59:59.999Z, 253402300799999"
    })
    void the_time_of_occurrence_is_stored_in_milliseconds(Instant occurredAt, String millis) {
        NewCommit commit =
                commit(FIRST.after(), FIRST.events(), new Metadata(null, null, null, occurredAt));
        assertThat(Items.of(commit)).containsEntry("o", number(millis));
        assertThat(decoded(commit).metadata()).isEqualTo(commit.metadata());
    }

    @Test
    void an_item_is_decoded_as_it_was_encoded() {
        assertThat(decoded(FIRST)).isEqualTo(stored(FIRST));
        assertThat(decoded(SECOND)).isEqualTo(stored(SECOND));
    }

    @Test
    void an_item_of_one_write_unit_is_not_deflated() {
        NewCommit commit = ofItemSize(1_024, "x");
        assertThat(eventsType(Items.of(commit))).isEqualTo(AttributeValue.Type.S);
    }

    @Test
    void an_item_one_byte_over_one_write_unit_is_deflated() {
        NewCommit commit = ofItemSize(1_025, "x");
        Map<String, AttributeValue> item = Items.of(commit);
        assertThat(eventsType(item)).isEqualTo(AttributeValue.Type.B);
        assertThat(ItemSize.bytes(item)).isLessThan(1_024);
        assertThat(decoded(commit)).isEqualTo(stored(commit));
    }

    @Test
    void an_item_is_not_deflated_if_that_saves_no_write_unit() {
        NewCommit commit = commit(FIRST.after(), Commits.incompressible(1_500), Metadata.NONE);
        Map<String, AttributeValue> item = Items.of(commit);
        assertThat(ItemSize.writeUnits(ItemSize.bytes(item))).isEqualTo(2);
        assertThat(eventsType(item)).isEqualTo(AttributeValue.Type.S);
    }

    @Test
    void size_is_counted_in_bytes_of_utf_8() {
        assertThat(eventsType(Items.of(ofItemSize(1_024, "é")))).isEqualTo(AttributeValue.Type.S);
        assertThat(eventsType(Items.of(ofItemSize(1_026, "é")))).isEqualTo(AttributeValue.Type.B);
        assertThat(decoded(ofItemSize(1_026, "é"))).isEqualTo(stored(ofItemSize(1_026, "é")));
    }

    @Test
    void the_hash_covers_every_attribute_and_the_previous_hash() {
        assertThat(ShortNames.LAYOUT.hash(Items.of(FIRST)))
                .isEqualTo(CommitHash.of(FIRST.after().hash(), Items.of(FIRST)))
                .isNotEqualTo(CommitHash.of(digest("another"), Items.of(FIRST)));
        for (String name : Items.of(SECOND).keySet()) {
            Map<String, AttributeValue> item = Items.of(SECOND);
            item.remove(name);
            assertThat(
                            CommitHash.of(SECOND.after().hash(), item)
                                    .equals(ShortNames.LAYOUT.hash(Items.of(SECOND))))
                    .as("without %s", name)
                    .isEqualTo(name.equals("h"));
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

    static final List<String> REQUIRED = List.of("stream", "seq", "e", "t", "c", "d", "h");

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_item_without_an_attribute_is_broken(String name) {
        Map<String, AttributeValue> item = Items.of(FIRST);
        item.remove(name);
        assertBroken(item);
        assertThatThrownBy(() -> CommitItem.decode(item)).hasMessageContaining(name);
    }

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_item_with_an_attribute_of_another_type_is_broken(String name) {
        Map<String, AttributeValue> item = Items.of(FIRST);
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
                    new Damage("n", number("0")),
                    new Damage("n", number("-1")),
                    new Damage("n", number("1.5")),
                    new Damage("n", number("2147483648")),
                    new Damage("n", text("2")),
                    new Damage("t", number("1.5")),
                    new Damage("t", number("253402300800000")),
                    new Damage("t", number("-62167219200001")),
                    new Damage("t", text("2026-01-31T08:15:30.120Z")),
                    new Damage("c", text("")),
                    new Damage("c", text("two words")),
                    new Damage("c", binary("")),
                    new Damage("c", binary("01000102030405060708090a0b0c0d0e")),
                    new Damage("c", binary("01000102030405060708090a0b0c0d0e0f10")),
                    new Damage("c", number("1")),
                    new Damage("d", binary("00")),
                    new Damage("d", binary("006d56b2c3b3755c20b67f503a15074def")),
                    new Damage("h", binary("00")),
                    new Damage("e", binary("0102030405")),
                    new Damage("e", AttributeValue.fromB(truncated())),
                    new Damage("r", binary("02")),
                    new Damage("r", number("1")),
                    new Damage("a", number("1")),
                    new Damage("u", number("1")),
                    new Damage("o", number("253402300800000")),
                    new Damage("o", text("2010-12-01")),
                    new Damage("p", text("order-b")),
                    new Damage("p", partners(Map.of())),
                    new Damage("p", partners(Map.of("order", number("1")))),
                    new Damage("p", partners(Map.of("order-b", number("0")))),
                    new Damage("p", partners(Map.of("order-b", text("1")))),
                    new Damage("p", partners(Map.of("order-a1b2c3d4", number("1")))),
                    new Damage("v", number("0")),
                    new Damage("v", text("2")));

    private static AttributeValue partners(Map<String, AttributeValue> versions) {
        return AttributeValue.fromM(versions);
    }

    private static SdkBytes truncated() {
        byte[] whole = Zlib.deflate(CREATED.getBytes(StandardCharsets.UTF_8));
        return SdkBytes.fromByteArray(Arrays.copyOf(whole, whole.length - 1));
    }

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void an_item_with_a_malformed_attribute_is_broken_and_the_attribute_is_named(Damage damage) {
        Map<String, AttributeValue> item = Items.of(FIRST);
        item.put(damage.name(), damage.value());
        assertBroken(item);
        assertThatThrownBy(() -> CommitItem.decode(item))
                .hasMessageContaining("attribute " + damage.name());
    }

    @Test
    void a_damaged_item_is_named() {
        Map<String, AttributeValue> item = Items.of(SECOND);
        item.remove("t");
        assertThatThrownBy(() -> CommitItem.decode(item))
                .hasMessage("commit 2 of order-a1b2c3d4 cannot be read: attribute t is missing");
    }

    static final List<Damage> UNKNOWN =
            List.of(
                    new Damage("unknown", text("x")),
                    new Damage("meta", AttributeValue.fromM(Map.of("actor", text("1")))),
                    new Damage("c", binary("03000102030405060708090a0b0c0d0e0f")),
                    new Damage("r", binary("00000102030405060708090a0b0c0d0e0f")),
                    new Damage("f", text("avro+zstd")));

    @ParameterizedTest
    @FieldSource("UNKNOWN")
    void an_item_with_something_unknown_is_from_a_newer_release(Damage unknown) {
        Map<String, AttributeValue> item =
                Items.of(
                        commit(
                                SECOND.after(),
                                new EncodedEvents.Binary(1, "avro", AVRO_CREATED),
                                Metadata.NONE));
        item.put(unknown.name(), unknown.value());
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageMatching(
                        "commit 2 of order-a1b2c3d4: (attribute (unknown|meta)|event format avro.zstd|kind [03] of the id in attribute [cr]) is not known to this version of the code: deploy the release that wrote it, or newer");
    }

    @Test
    void the_schema_version_of_the_events_is_stored_if_it_is_not_1() {
        NewCommit first = commit(FIRST.after(), FIRST.events().needing(1), METADATA);
        NewCommit third = commit(FIRST.after(), FIRST.events().needing(3), METADATA);
        assertThat(Items.of(first)).doesNotContainKey("v");
        assertThat(Items.of(third)).containsEntry("v", number("3"));
        assertThat(CommitItem.decode(Items.of(third)).events())
                .isEqualTo(FIRST.events().needing(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[\"東京 🚚\"]", "\u0000"})
    void an_inflated_text_equals_the_deflated_one(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Zlib.inflate(Zlib.deflate(bytes), bytes.length)).isEqualTo(bytes);
    }

    private static void assertBroken(Map<String, AttributeValue> item) {
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith("commit ");
    }

    /** A commit whose item, with its events as text, has this size in bytes. */
    private static NewCommit ofItemSize(int bytes, String character) {
        EncodedEvents none = new EncodedEvents.Json(1, "[\"\"]");
        int frame = ItemSize.bytes(Items.of(commit(FIRST.after(), none, Metadata.NONE)));
        int width = character.getBytes(StandardCharsets.UTF_8).length;
        int padding = (bytes - frame) % width;
        String content = "x".repeat(padding) + character.repeat((bytes - frame) / width);
        return commit(
                FIRST.after(), new EncodedEvents.Json(1, "[\"" + content + "\"]"), Metadata.NONE);
    }

    private static AttributeValue.Type eventsType(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get("e")).orElseThrow().type();
    }

    private static Commit decoded(NewCommit commit) {
        return CommitItem.decode(Items.of(commit));
    }

    private static Commit stored(NewCommit commit) {
        return CommitItem.encode(commit).stored();
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
