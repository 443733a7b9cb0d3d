package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.Verification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items in the layout of earlier releases stay readable. */
class LongNamesTest {

    static final List<OldItems.Sample> SAMPLES = OldItems.ALL;

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void an_old_item_is_read_as_its_commit(OldItems.Sample sample) {
        assertThat(CommitItem.decode(sample.item())).isEqualTo(sample.commit());
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void an_old_item_has_the_hash_that_was_stored_for_it(OldItems.Sample sample) {
        Digest previous =
                sample.commit().firstSequenceNumber() == 1
                        ? CommitBoundary.startOf(OldItems.STREAM).hash()
                        : OldItems.FIRST.commit().hash();
        assertThat(CommitHash.of(previous, sample.item())).isEqualTo(sample.commit().hash());
        HashChain chain = new HashChain(OldItems.STREAM);
        if (sample.equals(OldItems.SECOND)) {
            assertThat(chain.next(CommitItem.link(OldItems.FIRST.item()))).isEmpty();
        }
        assertThat(chain.next(CommitItem.link(sample.item()))).isEmpty();
        assertThat(chain.intact())
                .returns(sample.commit().version(), Verification.Intact::version)
                .returns(sample.commit().hash(), Verification.Intact::hash);
    }

    @Test
    void the_hash_covers_every_attribute_of_an_old_item() {
        for (String name : OldItems.SECOND.item().keySet()) {
            Map<String, AttributeValue> item = OldItems.SECOND.item();
            item.remove(name);
            assertThat(
                            CommitHash.of(OldItems.FIRST.commit().hash(), item)
                                    .equals(OldItems.SECOND.commit().hash()))
                    .as("without %s", name)
                    .isEqualTo(name.equals("hash"));
        }
        Map<String, AttributeValue> item = OldItems.SECOND.item();
        item.put("h", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[32])));
        assertThat(CommitHash.of(OldItems.FIRST.commit().hash(), item))
                .isNotEqualTo(OldItems.SECOND.commit().hash());
    }

    @Test
    void the_time_of_occurrence_is_read() {
        Map<String, AttributeValue> item = OldItems.FIRST.item();
        item.put("meta", meta("occurredAt", "2010-12-01T08:26:00.123Z"));
        assertThat(CommitItem.decode(item).metadata().occurredAt())
                .isEqualTo(Instant.parse("2010-12-01T08:26:00.123Z"));
    }

    @Test
    void deflated_events_and_states_are_read() {
        Map<String, AttributeValue> item = OldItems.WITH_SNAPSHOT.item();
        item.compute("events", (_, text) -> deflated(text));
        item.compute("state", (_, text) -> deflated(text));
        assertThat(CommitItem.decode(item))
                .returns(OldItems.FIRST.commit().events(), commit -> commit.events())
                .returns(OldItems.WITH_SNAPSHOT.commit().snapshot(), commit -> commit.snapshot());

        Map<String, AttributeValue> avro = OldItems.AVRO.item();
        avro.put("format", AttributeValue.fromS("avro+deflate"));
        byte[] events = Attributes.binary(avro, "events");
        avro.put("events", Attributes.binary(Zlib.deflate(events)));
        assertThat(CommitItem.decode(avro).events()).isEqualTo(OldItems.AVRO.commit().events());
    }

    private static AttributeValue deflated(AttributeValue text) {
        return Attributes.binary(Zlib.deflate(SdkBytes.fromUtf8String(text.s()).asByteArray()));
    }

    static final List<String> REQUIRED =
            List.of("stream", "seq", "count", "events", "at", "commandId", "commandHash", "hash");

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_old_item_without_an_attribute_is_broken(String name) {
        Map<String, AttributeValue> item = OldItems.SECOND.item();
        item.remove(name);
        assertBroken(item, name);
    }

    @ParameterizedTest
    @FieldSource("REQUIRED")
    void an_old_item_with_an_attribute_of_another_type_is_broken(String name) {
        Map<String, AttributeValue> item = OldItems.SECOND.item();
        item.put(name, AttributeValue.fromBool(true));
        assertBroken(item, name);
    }

    /** An attribute with a malformed value. */
    record Damage(String name, AttributeValue value) {}

    static final List<Damage> DAMAGES =
            List.of(
                    new Damage("seq", number("1.5")),
                    new Damage("seq", number("9223372036854775808")),
                    new Damage("count", number("0")),
                    new Damage("count", number("-1")),
                    new Damage("count", number("1.5")),
                    new Damage("count", number("2147483648")),
                    new Damage("at", text("2026-01-31T08:15:30Z")),
                    new Damage("at", text("yesterday")),
                    new Damage("at", text("2026-02-30T00:00:00.000Z")),
                    new Damage("commandId", text("")),
                    new Damage("commandId", text("two words")),
                    new Damage("commandHash", bytes(1)),
                    new Damage("commandHash", bytes(17)),
                    new Damage("hash", bytes(1)),
                    new Damage("events", bytes(5)),
                    new Damage("format", text("Avro")),
                    new Damage("meta", text("user123")),
                    new Damage("meta", AttributeValue.fromM(Map.of("actor", number("1")))),
                    new Damage("meta", meta("occurredAt", "2010-12-01")),
                    new Damage("state", text("{}")),
                    new Damage("stateSchema", number("1")),
                    new Damage("stateCommands", bytes(4)),
                    new Damage("eventSchema", number("0")),
                    new Damage("eventSchema", text("2")));

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void an_old_item_with_a_malformed_attribute_is_broken(Damage damage) {
        Map<String, AttributeValue> item = OldItems.FIRST.item();
        item.put(damage.name(), damage.value());
        assertBroken(item, "attribute ");
    }

    static final List<Damage> UNKNOWN =
            List.of(
                    new Damage("unknown", text("x")),
                    new Damage("meta", meta("unknown", "1")),
                    new Damage("format", text("avro+zstd")));

    @ParameterizedTest
    @FieldSource("UNKNOWN")
    void an_old_item_with_something_unknown_is_from_a_newer_release(Damage unknown) {
        Map<String, AttributeValue> item = OldItems.AVRO.item();
        item.put(unknown.name(), unknown.value());
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageStartingWith("commit 1 of order-a1b2c3d4: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "e", "f", "v", "t", "c", "d", "r", "a", "u", "o", "h", "s", "sv"})
    void an_old_item_with_a_new_attribute_is_from_a_newer_release(String name) {
        Map<String, AttributeValue> item = new HashMap<>(OldItems.FIRST.item());
        item.put(name, text("1"));
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageStartingWith("commit 1 of order-a1b2c3d4: attribute " + name + " is");
    }

    private static void assertBroken(Map<String, AttributeValue> item, String reason) {
        assertThatThrownBy(() -> CommitItem.decode(item))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageStartingWith("commit ")
                .hasMessageContaining(" cannot be read: ")
                .hasMessageContaining(reason);
    }

    private static AttributeValue meta(String name, String value) {
        return AttributeValue.fromM(Map.of(name, text(value)));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(String value) {
        return AttributeValue.fromN(value);
    }

    private static AttributeValue bytes(int length) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(new byte[length]));
    }
}
