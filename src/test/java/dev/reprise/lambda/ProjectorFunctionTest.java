package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectorFunctionTest {

    private static final String EVENTS = "[{\"eventType\":\"OrderCreated\",\"customerId\":\"c\"}]";

    private final List<List<DeliveredCommit>> projected = new ArrayList<>();

    @Test
    void an_inserted_item_is_delivered_as_a_commit() {
        Map<String, AttributeValue> image = image("order-1", "3");
        image.put("u", new AttributeValue().withS("someone"));

        expectDelivered(image, 138);
    }

    @Test
    void an_inserted_item_in_the_layout_of_an_earlier_release_is_delivered_as_a_commit() {
        Map<String, AttributeValue> image = oldImage("order-1", "3");
        image.put(
                "meta",
                new AttributeValue().withM(Map.of("actor", new AttributeValue().withS("someone"))));

        expectDelivered(image, 215);
    }

    private void expectDelivered(Map<String, AttributeValue> image, int storedBytes) {
        assertThat(handle(inserted("700", image)).getBatchItemFailures()).isEmpty();

        assertThat(projected)
                .singleElement(InstanceOfAssertFactories.list(DeliveredCommit.class))
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliveredCommit.Intact.class,
                        delivery -> {
                            assertThat(delivery.id()).isEqualTo("700");
                            assertThat(delivery.commit())
                                    .isEqualTo(
                                            new Commit(
                                                    new StreamName("order", "1"),
                                                    3,
                                                    new EncodedEvents.Json(1, EVENTS),
                                                    Instant.parse("2026-01-02T03:04:05.678Z"),
                                                    new CommandId("c-1"),
                                                    CommandDigest.of(1, Digest.of(bytes(1))),
                                                    new Metadata(null, null, "someone"),
                                                    Map.of(),
                                                    Optional.empty(),
                                                    storedBytes,
                                                    Digest.of(bytes(2))));
                            assertThat(delivery.hashCovers()).rejects(Digest.of(bytes(3)));
                        });
    }

    @Test
    void a_batch_is_projected_at_once_and_in_its_order() {
        handle(
                inserted("1", image("order-b", "2")),
                inserted("2", image("order-a", "1")),
                inserted("3", image("order-b", "1")));

        assertThat(projected).hasSize(1);
        assertThat(projected.getFirst())
                .extracting(DeliveredCommit::id)
                .containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new | t      | attribute t is missing",
                "new | e      | attribute e is missing",
                "new | h      | attribute h is missing",
                "old | count  | attribute count is missing",
                "old | events | attribute events is missing",
                "old | hash   | attribute hash is missing",
            })
    void an_image_that_cannot_be_read_is_delivered_as_damaged(
            String layout, String missing, String error) {
        Map<String, AttributeValue> image =
                layout.equals("new") ? image("order-1", "3") : oldImage("order-1", "3");
        image.remove(missing);

        assertThat(handle(inserted("700", image)).getBatchItemFailures()).isEmpty();

        assertThat(projected)
                .containsExactly(
                        List.of(
                                new DeliveredCommit.Damaged(
                                        "700",
                                        new StreamName("order", "1"),
                                        3,
                                        "commit 3 of order-1 cannot be read: " + error)));
    }

    @Test
    void an_image_whose_events_inflate_to_too_many_bytes_is_damaged() throws IOException {
        var deflated = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(deflated)) {
            for (int mebibyte = 0; mebibyte < 100; mebibyte++) {
                out.write(new byte[1024 * 1024]);
            }
        }
        Map<String, AttributeValue> image = image("order-1", "3");
        image.put("e", new AttributeValue().withB(ByteBuffer.wrap(deflated.toByteArray())));

        handle(inserted("700", image));

        assertThat(projected)
                .containsExactly(
                        List.of(
                                new DeliveredCommit.Damaged(
                                        "700",
                                        new StreamName("order", "1"),
                                        3,
                                        "commit 3 of order-1 cannot be read: the bytes of attribute"
                                                + " e cannot be inflated: they take more than"
                                                + " 2097152 bytes when inflated")));
    }

    @Test
    void an_image_with_a_value_of_an_unknown_type_is_damaged() {
        Map<String, AttributeValue> image = image("order-1", "1");
        image.put("e", new AttributeValue());

        handle(inserted("700", image));

        assertThat(projected)
                .containsExactly(
                        List.of(
                                new DeliveredCommit.Damaged(
                                        "700",
                                        new StreamName("order", "1"),
                                        1,
                                        "Unsupported attributeValue type: {}")));
    }

    @Test
    void a_record_without_an_image_is_damaged() {
        DynamodbStreamRecord record = inserted("700", image("order-1", "1"));
        record.getDynamodb().setNewImage(null);

        handle(record);

        assertThat(projected)
                .containsExactly(
                        List.of(
                                new DeliveredCommit.Damaged(
                                        "700",
                                        new StreamName("order", "1"),
                                        1,
                                        "the stream record has no new image")));
    }

    @ParameterizedTest
    @CsvSource({
        "nodash, 1",
        "order-, 1",
        "order-1, 0",
        "order-1, -1",
        "order-1, 1.5",
        "order-1, 1E+30"
    })
    void a_record_without_a_commits_key_is_skipped_and_the_others_are_projected(
            String stream, String seq) {
        StreamsEventResponse answer =
                handle(inserted("1", image(stream, seq)), inserted("2", image("order-2", "1")));

        assertThat(answer.getBatchItemFailures()).isEmpty();
        assertThat(projected).hasSize(1);
        assertThat(projected.getFirst()).extracting(DeliveredCommit::id).containsExactly("2");
    }

    @Test
    void modified_and_removed_items_are_delivered_as_altered_commits() {
        DynamodbStreamRecord modified = inserted("1", image("order-1", "1"));
        modified.setEventName("MODIFY");
        DynamodbStreamRecord removed = inserted("2", image("order-1", "2"));
        removed.setEventName("REMOVE");
        removed.getDynamodb().setNewImage(null);

        assertThat(handle(modified, removed).getBatchItemFailures()).isEmpty();

        var stream = new StreamName("order", "1");
        assertThat(projected)
                .containsExactly(
                        List.of(
                                new DeliveredCommit.Altered("1", stream, 1, "changed"),
                                new DeliveredCommit.Altered("2", stream, 2, "removed")));
    }

    @Test
    void records_to_deliver_again_are_reported_by_their_sequence_numbers() {
        var function = new ProjectorFunction(_ -> Set.of("3", "2"));

        StreamsEventResponse answer =
                function.handle(
                        event(
                                inserted("1", image("order-1", "1")),
                                inserted("2", image("order-2", "1")),
                                inserted("3", image("order-3", "1"))));

        assertThat(answer.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("2", "3");
    }

    private StreamsEventResponse handle(DynamodbStreamRecord... records) {
        return new ProjectorFunction(
                        deliveries -> {
                            projected.add(List.copyOf(deliveries));
                            return Set.of();
                        })
                .handle(event(records));
    }

    private static DynamodbEvent event(DynamodbStreamRecord... records) {
        var event = new DynamodbEvent();
        event.setRecords(List.of(records));
        return event;
    }

    private static DynamodbStreamRecord inserted(String id, Map<String, AttributeValue> image) {
        var record = new DynamodbStreamRecord();
        record.setEventName("INSERT");
        record.setDynamodb(
                new StreamRecord()
                        .withSequenceNumber(id)
                        .withKeys(Map.of("stream", image.get("stream"), "seq", image.get("seq")))
                        .withNewImage(image));
        return record;
    }

    private static Map<String, AttributeValue> image(String stream, String seq) {
        Map<String, AttributeValue> image = new HashMap<>();
        image.put("stream", new AttributeValue().withS(stream));
        image.put("seq", new AttributeValue().withN(seq));
        image.put("e", new AttributeValue().withS(EVENTS));
        image.put("t", new AttributeValue().withN("1767323045678"));
        image.put("c", new AttributeValue().withS("c-1"));
        image.put("d", new AttributeValue().withB(ByteBuffer.wrap(Arrays.copyOf(bytes(1), 17))));
        image.put("h", new AttributeValue().withB(ByteBuffer.wrap(bytes(2))));
        return image;
    }

    private static Map<String, AttributeValue> oldImage(String stream, String seq) {
        Map<String, AttributeValue> image = new HashMap<>();
        image.put("stream", new AttributeValue().withS(stream));
        image.put("seq", new AttributeValue().withN(seq));
        image.put("count", new AttributeValue().withN("1"));
        image.put("events", new AttributeValue().withS(EVENTS));
        image.put("at", new AttributeValue().withS("2026-01-02T03:04:05.678Z"));
        image.put("commandId", new AttributeValue().withS("c-1"));
        image.put("commandHash", new AttributeValue().withB(ByteBuffer.wrap(bytes(1))));
        image.put("hash", new AttributeValue().withB(ByteBuffer.wrap(bytes(2))));
        return image;
    }

    private static byte[] bytes(int filler) {
        var bytes = new byte[Digest.LENGTH];
        Arrays.fill(bytes, (byte) filler);
        return bytes;
    }
}
