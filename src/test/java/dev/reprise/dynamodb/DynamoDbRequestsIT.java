package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import dev.reprise.local.DynamoDbLocal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The requests and capacity units of the event store. */
@RunsBesideQuarkus
class DynamoDbRequestsIT {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();
    private static final DynamoDbEventStore STORE =
            new DynamoDbEventStore(CLIENT, DynamoDbLocal.freshTables() + "-events");

    private final StreamName stream = new StreamName("order", UUID.randomUUID().toString());
    private final CommitBoundary start = CommitBoundary.startOf(stream);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    @Test
    void an_append_is_one_put() {
        append(STORE, commit(start, "c", 1));
        assertThat(LOG.names()).containsExactly("PutItem");
    }

    @Test
    void an_append_of_one_event_takes_one_write_unit() {
        append(STORE, commit(start, "c", orderEvents(1), AT));
        assertThat(LOG.units()).containsExactly(1.0);
    }

    @Test
    void an_append_of_ten_events_takes_one_write_unit() {
        EncodedEvents events = orderEvents(10);
        assertThat(events.json()).hasSizeBetween(1_500, 1_700);
        append(STORE, commit(start, "c", events, AT));
        assertThat(LOG.units()).containsExactly(1.0);
    }

    @Test
    void the_capacity_that_dynamodb_bills_equals_the_counted_write_units() {
        for (int characters : new int[] {100, 1_000, 3_000, 10_000, 100_000}) {
            LOG.clear();
            NewCommit commit =
                    commit(
                            CommitBoundary.startOf(new StreamName("order", UUID.randomUUID() + "")),
                            "c",
                            incompressible(characters),
                            AT);
            append(STORE, commit);
            assertThat(LOG.units())
                    .containsExactly(
                            (double) ItemSize.writeUnits(ItemSize.bytes(Items.of(commit))));
        }
    }

    @Test
    void a_rehearsed_append_is_one_put_that_stores_nothing() {
        NewCommit commit = commit(start, "c", 1);

        STORE.rehearse(
                () -> assertThat(STORE.append(commit)).isInstanceOf(AppendResult.Conflict.class));

        assertThat(LOG.names()).containsExactly("PutItem");
        assertThat(STORE.append(commit)).isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void a_put_has_the_condition_that_its_key_is_free_and_asks_for_the_present_item() {
        append(STORE, commit(start, "c", 1));
        assertThat(LOG.requests(PutItemRequest.class))
                .singleElement()
                .satisfies(put -> {
                    assertThat(put.conditionExpression())
                            .isEqualTo("attribute_not_exists(#stream)");
                    assertThat(put.expressionAttributeNames()).containsEntry("#stream", "stream");
                    assertThat(put.returnValuesOnConditionCheckFailure())
                            .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                });
    }

    @Test
    void a_conflict_and_a_repetition_take_no_request_besides_the_put() {
        append(STORE, commit(start, "c", 1));
        LOG.clear();
        assertThat(STORE.append(commit(start, "another", 1)))
                .isInstanceOf(AppendResult.Conflict.class);
        assertThat(STORE.append(commit(start, "c", 1)))
                .isInstanceOf(AppendResult.AlreadyAppended.class);
        assertThat(LOG.names()).containsExactly("PutItem", "PutItem");
    }

    @Test
    void a_commit_that_is_too_large_is_not_sent() {
        assertThat(STORE.append(commit(start, "c", incompressible(700_000), AT)))
                .isInstanceOf(AppendResult.TooLarge.class);
        assertThat(LOG.names()).isEmpty();
    }

    @Test
    void events_that_deflate_well_are_limited_by_their_full_size() {
        int limit = 2 * 1024 * 1024;
        EncodedEvents most = new EncodedEvents.Json(1, "é".repeat(limit / 2));
        assertThat(
                        STORE.append(
                                commit(
                                        start,
                                        "c",
                                        new EncodedEvents.Json(1, most.json() + "e"),
                                        AT)))
                .isEqualTo(new AppendResult.TooLarge(limit + 1, limit));
        assertThat(LOG.names()).isEmpty();

        append(STORE, commit(start, "c", most, AT));
    }

    @Test
    void a_commit_of_exactly_the_size_limit_is_appended() {
        NewCommit commit = ofItemSize(ItemSize.MAX_BYTES);
        append(STORE, commit);
        assertThat(STORE.readAfter(start)).hasSize(1);
    }

    @Test
    void a_commit_one_byte_over_the_size_limit_is_not_appended() {
        assertThat(STORE.append(ofItemSize(ItemSize.MAX_BYTES + 1)))
                .isEqualTo(new AppendResult.TooLarge(409_601, 409_600));
    }

    @Test
    void a_load_is_one_strongly_consistent_query() {
        appendAll(STORE, stream, 1, 1, 1);
        LOG.clear();
        assertThat(STORE.readAfter(start)).hasSize(3);
        assertThat(LOG.names()).containsExactly("Query");
        assertThat(LOG.requests(QueryRequest.class)).allMatch(QueryRequest::consistentRead);
        assertThat(LOG.units()).containsExactly(1.0);
    }

    @Test
    void a_stream_of_more_than_a_megabyte_is_read_in_several_queries() {
        CommitBoundary end = start;
        for (int i = 0; i < 6; i++) {
            end = append(STORE, commit(end, "c" + i, incompressible(290_000), AT)).end();
        }
        LOG.clear();
        assertThat(STORE.readAfter(start)).hasSize(6);
        assertThat(LOG.names()).containsExactly("Query", "Query");
    }

    @Test
    void nothing_is_requested_before_the_iteration_begins() {
        Iterable<Commit> after = STORE.readAfter(start);
        Iterable<Commit> from = STORE.readFrom(stream, 1, 10);
        Iterable<Commit> back = STORE.readBackFrom(stream, 1, 10);
        assertThat(LOG.names()).isEmpty();
        assertThat(list(after)).isEqualTo(list(from)).isEqualTo(list(back));
        assertThat(LOG.names()).containsExactly("Query", "Query", "Query");
    }

    @Test
    void pages_are_requested_when_they_are_needed() {
        appendAll(STORE, stream, 1, 1, 1, 1, 1);
        LOG.clear();
        Iterator<Commit> commits = STORE.readFrom(stream, 1, 2).iterator();
        commits.next();
        commits.next();
        assertThat(LOG.names()).containsExactly("Query");
        commits.next();
        assertThat(LOG.names()).containsExactly("Query", "Query");
    }

    @Test
    void reading_from_an_event_finds_its_commit_first() {
        appendAll(STORE, stream, 3, 3);
        LOG.clear();
        assertThat(STORE.readFrom(stream, 5, 10)).hasSize(1);
        assertThat(LOG.names()).containsExactly("Query", "Query");
        assertThat(LOG.requests(QueryRequest.class)).allMatch(QueryRequest::consistentRead);
    }

    @Test
    void reading_back_from_an_event_takes_one_strong_query_a_page() {
        appendAll(STORE, stream, 3, 3, 3);
        LOG.clear();
        Iterator<Commit> commits = STORE.readBackFrom(stream, 5, 1).iterator();
        commits.next();
        assertThat(LOG.names()).containsExactly("Query");
        commits.next();
        assertThat(LOG.names()).containsExactly("Query", "Query");
        assertThat(LOG.requests(QueryRequest.class)).allMatch(QueryRequest::consistentRead);
    }

    @Test
    void reading_from_the_first_event_of_a_commit_takes_one_query() {
        appendAll(STORE, stream, 3, 3);
        LOG.clear();
        assertThat(STORE.readFrom(stream, 4, 10)).hasSize(1);
        assertThat(LOG.names()).containsExactly("Query");
    }

    @Test
    void each_further_page_is_twice_as_large() {
        int[] counts = new int[40];
        Arrays.fill(counts, 1);
        appendAll(STORE, stream, counts);
        LOG.clear();
        assertThat(STORE.readFrom(stream, 1, 8)).hasSize(40);
        assertThat(STORE.readBackFrom(stream, 40, 8)).hasSize(40);
        assertThat(LOG.requests(QueryRequest.class))
                .extracting(QueryRequest::limit)
                .containsExactly(8, 16, 32, 8, 16, 32);
    }

    @Test
    void a_part_of_a_verification_is_one_query() {
        int[] counts = new int[40];
        Arrays.fill(counts, 1);
        appendAll(STORE, stream, counts);
        LOG.clear();
        assertThat(STORE.verify(stream, Verification.Intact.none(stream), 10))
                .isInstanceOf(Verification.Unfinished.class);
        assertThat(LOG.names()).containsExactly("Query");
        assertThat(LOG.requests(QueryRequest.class).getFirst().limit()).isEqualTo(11);
    }

    @Test
    void a_part_of_a_verification_ends_after_a_megabyte() {
        CommitBoundary end = start;
        for (int i = 0; i < 6; i++) {
            end = append(STORE, commit(end, "c" + i, incompressible(290_000), AT)).end();
        }
        LOG.clear();
        Verification part = STORE.verify(stream, Verification.Intact.none(stream), 10);
        assertThat(part).isInstanceOf(Verification.Unfinished.class);
        assertThat(LOG.names()).containsExactly("Query");
        assertThat(STORE.verify(stream))
                .isInstanceOfSatisfying(
                        Verification.Intact.class,
                        intact -> assertThat(intact.commits()).isEqualTo(6));
    }

    @Test
    void verification_reads_the_stream_once() {
        appendAll(STORE, stream, 1, 2, 3);
        LOG.clear();
        STORE.verify(stream);
        assertThat(LOG.names()).containsExactly("Query");
    }

    /** Events of an order, similar to one another and of about 160 bytes each. */
    private static EncodedEvents orderEvents(int count) {
        return new EncodedEvents.Json(
                count,
                IntStream.range(0, count)
                        .mapToObj(i ->
                                "{\"eventType\":\"OrderItemAdded\",\"itemId\":\"warehouse-north:"
                                        + UUID.nameUUIDFromBytes(new byte[] {(byte) i})
                                        + "-"
                                        + UUID.nameUUIDFromBytes(new byte[] {(byte) i, 1})
                                        + "\",\"quantity\":"
                                        + (i + 1)
                                        + ",\"price\":15.99}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    /** A commit whose item has this size in bytes, and hardly deflates. */
    private NewCommit ofItemSize(int bytes) {
        int low = bytes;
        int high = 2 * bytes;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (itemSize(middle) < bytes) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while (itemSize(low) != bytes) {
            low++;
        }
        return commit(start, "c", incompressible(low), AT);
    }

    private int itemSize(int characters) {
        return ItemSize.bytes(Items.of(commit(start, "c", incompressible(characters), AT)));
    }
}
