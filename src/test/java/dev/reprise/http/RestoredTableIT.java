package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code GET /projections} names rows that were made from commits that are gone or changed. */
@QuarkusTest
class RestoredTableIT {

    @Inject TestStream stream;

    private String orderId;

    /**
     * Its commits hold the events 1 to 3, and 4. Its row has them, and is the one that the progress
     * names as written last. Progress is saved once a second, so it may take some orders.
     */
    @BeforeEach
    void create_an_order_of_two_commits() {
        JsonNode order;
        do {
            orderId = Api.createOrder(2);
            order = Api.addItem(orderId, "i3").expect(200).json();
            stream.drain();
        } while (!order.get("updatedAt").equals(status().get("lastCommittedAt")));
    }

    private JsonNode status() {
        return Api.get("/projections").expect(200).elements("projections").getFirst();
    }

    private List<JsonNode> parked() {
        return status().findValue("parked")
                .valueStream()
                .filter(parked -> parked.get("stream").textValue().equals("order-" + orderId))
                .toList();
    }

    @Test
    void nothing_contradicts_a_row_whose_last_commit_is_there() {
        assertThat(status().has("contradiction")).isFalse();
        assertThat(parked()).isEmpty();
    }

    @Test
    void the_row_that_was_written_last_is_named_as_soon_as_its_last_commit_is_gone() {
        StoredCommits.remove(orderId, 4);

        JsonNode contradiction = status().get("contradiction");
        assertThat(contradiction.get("stream").textValue()).isEqualTo("order-" + orderId);
        assertThat(contradiction.get("error").textValue())
                .isEqualTo(
                        "the row was made from events up to 4, and the events table does not have its last commit");
        assertThat(parked()).isEmpty();
    }

    @Test
    void a_gap_where_the_last_commit_of_a_row_was_is_named_and_is_no_error() {
        StoredCommits.remove(orderId, 4);
        // The service remembers the order, and appends to the commit that is gone.
        Api.addItem(orderId, "i4").expect(200);

        JsonNode contradiction = status().get("contradiction");
        assertThat(contradiction.get("stream").textValue()).isEqualTo("order-" + orderId);
        assertThat(contradiction.get("error").textValue())
                .isEqualTo(
                        "the row was made from events up to 4, and its last commit cannot be read: gap: expected 4, got 5 in order-"
                                + orderId);
    }

    @Test
    void a_last_commit_that_a_newer_release_wrote_contradicts_no_row_and_is_no_error() {
        StoredCommits.alter(orderId, 4, "attributeOfANewerRelease", AttributeValue.fromS("x"));

        assertThat(status().has("contradiction")).isFalse();
    }

    @Test
    void the_row_of_a_removed_commit_is_parked() {
        StoredCommits.remove(orderId, 4);
        stream.drain();

        expectParked(
                4,
                "commit 4 was removed in the events table after the row was made from it; verify the stream");
    }

    @Test
    void the_row_of_a_changed_commit_is_parked() {
        StoredCommits.alter(orderId, 1, "t", AttributeValue.fromN("1577836800000"));
        stream.drain();

        expectParked(
                1,
                "commit 1 was changed in the events table after the row was made from it; verify the stream");
    }

    @Test
    void a_parked_order_is_replayed_and_marked_in_lists() {
        StoredCommits.alter(orderId, 4, "t", AttributeValue.fromN("1893456000000"));
        stream.drain();

        JsonNode order = Api.get("/orders/" + orderId).expect(200).json();
        assertThat(order.get("updatedAt").textValue()).isEqualTo("2030-01-01T00:00:00.000Z");
        String customer = order.get("customerId").textValue();
        JsonNode list = Api.get("/orders?limit=200&customerId=" + customer).expect(200).json();
        assertThat(list.get("outdated").valueStream().map(JsonNode::textValue)).contains(orderId);
    }

    private void expectParked(long sequenceNumber, String error) {
        assertThat(parked())
                .singleElement()
                .satisfies(parked -> {
                    assertThat(parked.get("sequenceNumber").longValue()).isEqualTo(sequenceNumber);
                    assertThat(parked.get("reason").textValue()).isEqualTo("CONTRADICTION");
                    assertThat(parked.get("error").textValue()).isEqualTo(error);
                });
    }
}
