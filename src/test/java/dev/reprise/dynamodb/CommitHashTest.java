package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The hash covers attributes of every type, also of those that this code never writes. */
class CommitHashTest {

    private static Digest hash(AttributeValue value) {
        return CommitHash.of(Commits.digest("previous"), Map.of("x", value));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static SdkBytes bytes(String value) {
        return SdkBytes.fromUtf8String(value);
    }

    @Test
    void the_hash_covers_the_content_of_every_attribute() {
        List<AttributeValue> values =
                List.of(
                        text("a"),
                        text("b"),
                        AttributeValue.fromN("1"),
                        AttributeValue.fromN("2"),
                        AttributeValue.fromB(bytes("a")),
                        AttributeValue.fromB(bytes("b")),
                        AttributeValue.fromBool(true),
                        AttributeValue.fromBool(false),
                        AttributeValue.fromSs(List.of("a")),
                        AttributeValue.fromSs(List.of("b")),
                        AttributeValue.fromSs(List.of("a", "b")),
                        AttributeValue.fromNs(List.of("1")),
                        AttributeValue.fromNs(List.of("2")),
                        AttributeValue.fromNs(List.of("1", "2")),
                        AttributeValue.fromBs(List.of(bytes("a"))),
                        AttributeValue.fromBs(List.of(bytes("b"))),
                        AttributeValue.fromBs(List.of(bytes("a"), bytes("b"))),
                        AttributeValue.fromL(List.of(text("a"))),
                        AttributeValue.fromL(List.of(text("b"))),
                        AttributeValue.fromL(List.of(text("a"), text("b"))),
                        AttributeValue.fromL(List.of(text("b"), text("a"))),
                        AttributeValue.fromM(Map.of("a", text("a"))),
                        AttributeValue.fromM(Map.of("a", text("b"))),
                        AttributeValue.fromM(Map.of("b", text("a"))),
                        AttributeValue.fromM(Map.of("a", text("a"), "b", text("b"))));
        assertThat(values).extracting(CommitHashTest::hash).doesNotHaveDuplicates();
    }

    @Test
    void the_order_of_a_set_of_texts_or_numbers_does_not_matter() {
        assertThat(hash(AttributeValue.fromSs(List.of("a", "b"))))
                .isEqualTo(hash(AttributeValue.fromSs(List.of("b", "a"))));
        assertThat(hash(AttributeValue.fromNs(List.of("1", "2"))))
                .isEqualTo(hash(AttributeValue.fromNs(List.of("2", "1"))));
    }
}
