package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How the API reports stored commits that were altered by hand. */
@QuarkusTest
class DamagedStreamIT {

    @Inject TestStream stream;

    private String orderId;

    /** Its commits hold the events 1 to 3, 4, and 5. */
    @BeforeEach
    void create_an_order_of_three_commits() {
        orderId = Api.createOrder(2);
        Api.addItem(orderId, "i3").expect(200);
        Api.addItem(orderId, "i4").expect(200);
    }

    @Test
    void an_unaltered_stream_is_intact() {
        JsonNode verification = verification();

        assertThat(verification.get("stream").textValue()).isEqualTo("order-" + orderId);
        assertThat(verification.get("intact").booleanValue()).isTrue();
        assertThat(verification.get("version").intValue()).isEqualTo(5);
        assertThat(verification.get("commits").intValue()).isEqualTo(3);
        byte[] last =
                StoredCommits.attribute(StoredCommits.of(orderId).getLast(), "h").b().asByteArray();
        assertThat(verification.get("hash").textValue()).isEqualTo(HexFormat.of().formatHex(last));
        assertThat(verification.has("broken")).isFalse();
    }

    @Test
    void an_altered_commit_is_named() {
        StoredCommits.alter(orderId, 4, "t", AttributeValue.fromN("1577836800000"));

        expectBrokenAt(4, 3);
    }

    @Test
    void a_commit_with_an_additional_attribute_is_named() {
        StoredCommits.alter(orderId, 1, "note", AttributeValue.fromS("x"));

        expectBrokenAt(1, 0);
    }

    @Test
    void a_removed_last_commit_is_named_if_a_row_has_it() {
        stream.drain();
        StoredCommits.remove(orderId, 5);

        expectBrokenAt(5, 4);
    }

    @Test
    void a_removed_stream_is_broken_if_a_row_has_it() {
        stream.drain();
        List.of(1L, 4L, 5L).forEach(seq -> StoredCommits.remove(orderId, seq));

        expectBrokenAt(1, 0);
    }

    @Test
    void a_removed_commit_is_named() {
        StoredCommits.remove(orderId, 4);

        expectBrokenAt(4, 3);
        expectBrokenStream(Api.get("/orders/" + orderId), "expected 4, got 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "\"x\"",
                "[{]",
                "[1]",
                "[{}]",
                "[[]]",
                "[{\"eventType\":\"OrderItemAdded\"}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"i\",\"quantity\":1.5,\"price\":1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"i\",\"quantity\":0,\"price\":1}]",
                "[{\"eventType\":\"OrderItemRemoved\",\"itemId\":\"i\"}] []",
                "[]"
            })
    void undecodable_events_are_reported_with_their_commit_and_no_java_class(String events) {
        StoredCommits.alter(orderId, 4, "e", AttributeValue.fromS(events));

        expectBrokenStream(Api.get("/orders/" + orderId), "4");
        expectBrokenStream(Api.get("/orders/" + orderId + "/events"), "4");
        expectBrokenStream(Api.get("/orders/" + orderId + "/events?order=desc"), "4");
        expectBrokenAt(4, 3);

        // The service has the order in memory, but not its copy.
        String copy = orderId + "-copy";
        StoredCommits.copy(orderId, copy);
        expectBrokenStream(Api.addItem(copy, "i5"), copy, "4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"eventType\":\"OrderPainted\"}]",
                "[{\"eventType\":\"OrderItemRemoved\",\"itemId\":\"i\",\"x\":{}}]",
            })
    void events_of_a_newer_release_are_answered_503_by_every_call_that_needs_them(String events) {
        StoredCommits.alter(orderId, 4, "e", AttributeValue.fromS(events));
        expectNewerRelease(Api.get("/orders/" + orderId), orderId);
        expectNewerRelease(Api.get("/orders/" + orderId + "/events"), orderId);
        expectNewerRelease(Api.get("/orders/" + orderId + "?version=5"), orderId);

        // The service has the order in memory, but not its copy.
        String copy = orderId + "-copy";
        StoredCommits.copy(orderId, copy);
        expectNewerRelease(Api.addItem(copy, "i5"), copy);
        assertThat(StoredCommits.of(copy)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stray", "v"})
    void an_attribute_of_a_newer_release_is_answered_503(String name) {
        StoredCommits.alter(orderId, 4, name, AttributeValue.fromN("99"));
        expectNewerRelease(Api.get("/orders/" + orderId), orderId);
        String copy = orderId + "-copy";
        StoredCommits.copy(orderId, copy);
        expectNewerRelease(Api.addItem(copy, "i5"), copy);
    }

    private static void expectNewerRelease(Answer answer, String id) {
        answer.expectProblem(503, "newer-release");
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.json().get("detail").textValue())
                .startsWith("commit 4 of order-" + id + ": ")
                .endsWith(
                        " is not known to this version of the code: deploy the release that wrote it, or newer");
    }

    @Test
    void an_event_that_cannot_follow_is_reported_with_its_number() {
        StoredCommits.alter(
                orderId,
                4,
                "e",
                AttributeValue.fromS("[{\"eventType\":\"OrderCreated\",\"customerId\":\"c\"}]"));

        expectBrokenStream(Api.get("/orders/" + orderId), "event 4");
        expectBrokenAt(4, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "e", "t", "c", "d", "h"})
    void a_malformed_attribute_is_reported_with_its_commit_and_no_java_class(String name) {
        AttributeValue bytes = AttributeValue.fromB(SdkBytes.fromUtf8String("not what it was"));
        StoredCommits.alter(orderId, 4, name, bytes);

        expectBrokenStream(Api.get("/orders/" + orderId), "4");
        expectBrokenAt(4, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2", "1.5", "99999999999", "1E+30"})
    void a_wrong_count_is_reported_with_its_commit_and_no_java_class(String count) {
        StoredCommits.alter(orderId, 4, "n", AttributeValue.fromN(count));

        expectBrokenStream(Api.get("/orders/" + orderId), "4");
        expectBrokenAt(4, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-62167219200001", "253402300800000", "0.5", "1E+30"})
    void a_wrong_instant_is_reported_with_its_commit_and_no_java_class(String millis) {
        StoredCommits.alter(orderId, 4, "t", AttributeValue.fromN(millis));

        expectBrokenStream(Api.get("/orders/" + orderId), "4");
        expectBrokenAt(4, 3);
    }

    @Test
    void versions_before_the_damage_are_still_shown() {
        StoredCommits.alter(orderId, 4, "e", AttributeValue.fromS("{"));

        assertThat(Api.get("/orders/" + orderId + "?version=3").expect(200).version()).isEqualTo(3);
    }

    private void expectBrokenStream(Answer answer, String place) {
        expectBrokenStream(answer, orderId, place);
    }

    private static void expectBrokenStream(Answer answer, String id, String place) {
        answer.expectProblem(500, "broken-stream");
        assertThat(answer.json().get("detail").textValue())
                .contains("order-" + id, place)
                .doesNotContain("Exception", "java", "jackson", "software.amazon", "REDACTED");
    }

    private void expectBrokenAt(long sequenceNumber, long intactTo) {
        JsonNode verification = verification();
        assertThat(verification.get("intact").booleanValue()).isFalse();
        assertThat(verification.get("version").longValue()).isEqualTo(intactTo);
        assertThat(verification.get("broken").get("sequenceNumber").longValue())
                .isEqualTo(sequenceNumber);
        assertThat(verification.get("broken").get("reason").textValue()).isNotBlank();
    }

    private JsonNode verification() {
        return Api.get("/streams/order-" + orderId + "/verification").expect(200).json();
    }
}
