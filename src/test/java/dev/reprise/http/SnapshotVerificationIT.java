package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Verification compares the snapshots in an order's stream with its events. */
@QuarkusTest
class SnapshotVerificationIT {

    private static final String CREATED = "{\"eventType\":\"OrderCreated\",\"customerId\":\"c\"}";
    private static final String ADDED =
            "{\"eventType\":\"OrderItemAdded\",\"itemId\":\"i\",\"quantity\":1,\"price\":2.5}";

    private final String orderId = UUID.randomUUID().toString();

    /** Stores an order of 40 commits, whose 32nd has a snapshot with this quantity of its item. */
    private void storeWithSnapshotOf(int quantity) {
        String state =
                "{\"customerId\":\"c\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":"
                        + "[{\"itemId\":\"i\",\"quantity\":"
                        + quantity
                        + ",\"price\":2.5}]}";
        try (DynamoDbClient client = DynamoDbLocal.client()) {
            EventStore store = new DynamoDbEventStore(client, StoredCommits.table());
            CommitBoundary end = CommitBoundary.startOf(new StreamName("order", orderId));
            for (int number = 1; number <= 40; number++) {
                EncodedEvents events =
                        new EncodedEvents.Json(1, "[" + (number == 1 ? CREATED : ADDED) + "]");
                NewCommit commit = Commits.commit(end, "command-" + number, events, Commits.AT);
                Commit stored =
                        Commits.append(
                                store,
                                number == 32
                                        ? Commits.offering(
                                                commit,
                                                new Snapshot(2, state, CommandFingerprints.NONE),
                                                10_000)
                                        : commit);
                assertThat(stored.snapshot().isPresent()).isEqualTo(number == 32);
                end = stored.end();
            }
        }
    }

    private JsonNode verification() {
        return Api.get("/streams/order-" + orderId + "/verification").expect(200).json();
    }

    @Test
    void an_order_with_a_right_snapshot_is_intact() {
        storeWithSnapshotOf(31);
        JsonNode verification = verification();
        assertThat(verification.get("intact").booleanValue()).isTrue();
        assertThat(verification.get("commits").intValue()).isEqualTo(40);
    }

    @Test
    void an_order_with_a_wrong_snapshot_is_broken_at_its_commit() {
        storeWithSnapshotOf(30);
        JsonNode verification = verification();
        assertThat(verification.get("intact").booleanValue()).isFalse();
        assertThat(verification.get("version").intValue()).isEqualTo(31);
        assertThat(verification.get("broken").get("sequenceNumber").intValue()).isEqualTo(32);
        assertThat(verification.get("broken").get("reason").textValue())
                .isEqualTo(
                        "the snapshot of schema version 2 in commit 32 of order-"
                                + orderId
                                + " has another state than the events up to it. If events are folded"
                                + " or states encoded differently than when it was stored, raise the"
                                + " schema version of the state codec.");
    }
}
