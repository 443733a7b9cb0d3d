package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.incompressible;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** The requests to DynamoDB of an append to several streams. */
@RunsBesideQuarkus
class DynamoDbJointRequestsIT {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(configuration -> {
                        DynamoDbClientDefaults.apply(configuration);
                        configuration.addExecutionInterceptor(LOG);
                    })
                    .build();
    private static final String TABLE = DynamoDbLocal.freshTables() + "-events";
    private static final EventStore STORE = new DynamoDbEventStore(CLIENT, TABLE);

    private final CommitBoundary left = start();
    private final CommitBoundary right = start();
    private final CommitBoundary unchanged = start();
    private final JointCommit joint =
            new JointCommit(
                    List.of(commit(left, "c", 1), commit(right, "c", 1)), List.of(unchanged));

    private static CommitBoundary start() {
        return CommitBoundary.startOf(new StreamName("order", UUID.randomUUID().toString()));
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    @Test
    void a_joint_append_is_one_transaction() {
        STORE.appendAll(joint);
        assertThat(LOG.names()).containsExactly("TransactWriteItems");
    }

    @Test
    void each_commit_is_put_on_the_condition_that_its_key_is_free() {
        STORE.appendAll(joint);
        List<Put> puts =
                transaction().transactItems().stream()
                        .limit(2)
                        .map(TransactWriteItem::put)
                        .toList();
        assertThat(puts)
                .extracting(put -> Attributes.text(put.item(), "stream"))
                .containsExactly(left.stream().toString(), right.stream().toString());
        assertThat(puts)
                .allSatisfy(put -> {
                    assertThat(put.tableName()).isEqualTo(TABLE);
                    assertThat(put.conditionExpression())
                            .isEqualTo("attribute_not_exists(#stream)");
                    assertThat(put.expressionAttributeNames()).containsEntry("#stream", "stream");
                    assertThat(put.returnValuesOnConditionCheckFailure())
                            .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
                });
    }

    @Test
    void the_next_key_of_an_unchanged_stream_is_checked_to_be_free() {
        STORE.appendAll(joint);
        ConditionCheck check = transaction().transactItems().getLast().conditionCheck();
        assertThat(check.key())
                .isEqualTo(
                        Map.of(
                                "stream", Attributes.text(unchanged.stream().toString()),
                                "seq", Attributes.number(1)));
        assertThat(check.tableName()).isEqualTo(TABLE);
        assertThat(check.conditionExpression()).isEqualTo("attribute_not_exists(#stream)");
        assertThat(check.expressionAttributeNames()).containsEntry("#stream", "stream");
    }

    /**
     * DynamoDB Local does not count the stream that is only checked. DynamoDB bills two more write
     * units for it.
     */
    @Test
    void a_joint_append_takes_twice_the_write_units_of_its_puts() {
        STORE.appendAll(joint);
        assertThat(LOG.units()).containsExactly(4.0);
    }

    @Test
    void a_conflict_takes_no_request_besides_the_transaction() {
        append(STORE, commit(left, "winner", 1));
        append(STORE, commit(unchanged, "winner", 1));
        LOG.clear();
        assertThat(STORE.appendAll(joint)).isInstanceOf(JointAppendResult.Conflict.class);
        assertThat(LOG.names()).containsExactly("TransactWriteItems");
    }

    @Test
    void a_repetition_reads_each_stored_commit_strongly() {
        STORE.appendAll(joint);
        LOG.clear();
        assertThat(STORE.appendAll(joint)).isInstanceOf(JointAppendResult.AlreadyAppended.class);
        assertThat(LOG.names()).containsExactly("TransactWriteItems", "GetItem", "GetItem");
        assertThat(LOG.requests(GetItemRequest.class)).allMatch(GetItemRequest::consistentRead);
    }

    @Test
    void a_joint_commit_that_is_too_large_is_not_sent() {
        assertThat(
                        STORE.appendAll(
                                new JointCommit(
                                        List.of(
                                                commit(left, "c", 1),
                                                commit(right, "c", incompressible(700_000), AT)),
                                        List.of())))
                .isInstanceOf(JointAppendResult.TooLarge.class);
        assertThat(LOG.names()).isEmpty();
    }

    /** One hundred commits that each name 99 streams, in 900 bytes each: 9 MB of names. */
    @Test
    void a_joint_commit_whose_partners_are_too_large_is_not_sent() {
        List<NewCommit> commits =
                IntStream.range(100, 200)
                        .mapToObj(i -> new StreamName("order", i + "x".repeat(891)))
                        .map(stream -> commit(CommitBoundary.startOf(stream), "c", 1))
                        .toList();
        // A commit takes 977 bytes, and each of its partners its name and 3 bytes.
        assertThat(STORE.appendAll(new JointCommit(commits, List.of())))
                .isEqualTo(
                        new JointAppendResult.TooLarge(
                                100 * (977 + 1 + 3 + 99 * (900 + 3)), 4_194_304));
        assertThat(LOG.names()).isEmpty();
    }

    private static TransactWriteItemsRequest transaction() {
        assertThat(LOG.names()).containsExactly("TransactWriteItems");
        return LOG.requests(TransactWriteItemsRequest.class).getFirst();
    }
}
