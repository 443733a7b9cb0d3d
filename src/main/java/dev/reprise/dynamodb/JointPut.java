package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Puts commits of several streams in one transaction. Each put has the condition that its key is
 * free. For each unchanged stream, the transaction checks that the stream's next key is free.
 *
 * <p>The SDK gives a transaction a token, and repeats it with the same token after a lost answer.
 * For ten minutes DynamoDB recognises the token and does nothing again. Later, or in another call,
 * the stored commits show that the command was recorded.
 */
final class JointPut {

    /**
     * The largest size of a transaction.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>
     */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final DynamoDbClient client;
    private final String table;

    JointPut(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    JointAppendResult append(JointCommit joint) {
        List<EncodedCommit.Item> items = new ArrayList<>();
        int bytes = 0;
        for (NewCommit commit : joint.commits()) {
            switch (EncodedCommit.of(commit)) {
                case EncodedCommit.TooLarge(int commitBytes, int limit) -> {
                    return new JointAppendResult.TooLarge(commitBytes, limit);
                }
                case EncodedCommit.Item item -> {
                    items.add(item);
                    bytes += item.bytes();
                }
            }
        }
        if (bytes > MAX_BYTES) {
            return new JointAppendResult.TooLarge(bytes, MAX_BYTES);
        }
        return put(joint, items);
    }

    private JointAppendResult put(JointCommit joint, List<EncodedCommit.Item> items) {
        return Transactions.send(client, request(joint, items))
                .map(cancelled -> keysTaken(joint, cancelled.cancellationReasons()))
                .orElseGet(() ->
                        new JointAppendResult.Appended(
                                items.stream().map(EncodedCommit.Item::stored).toList()));
    }

    private TransactWriteItemsRequest request(JointCommit joint, List<EncodedCommit.Item> items) {
        List<TransactWriteItem> writes = new ArrayList<>();
        for (EncodedCommit.Item item : items) {
            writes.add(
                    TransactWriteItem.builder()
                            .put(put ->
                                    put.tableName(table)
                                            .item(item.attributes())
                                            .conditionExpression(EventsTable.KEY_IS_FREE)
                                            .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                                            .returnValuesOnConditionCheckFailure(
                                                    ReturnValuesOnConditionCheckFailure.ALL_OLD))
                            .build());
        }
        for (CommitBoundary end : joint.unchanged()) {
            writes.add(
                    TransactWriteItem.builder()
                            .conditionCheck(check ->
                                    check.tableName(table)
                                            .key(key(end))
                                            .conditionExpression(EventsTable.KEY_IS_FREE)
                                            .expressionAttributeNames(
                                                    EventsTable.KEY_IS_FREE_NAMES))
                            .build());
        }
        return TransactWriteItemsRequest.builder().transactItems(writes).build();
    }

    /**
     * The result after a cancellation because some keys are taken. If this command took them in an
     * earlier call, all its commits are stored and are the outcome. A cancellation reason may also
     * be a conflicting transaction, which does not show whether its key is taken. So the stored
     * commits are read, unless a returned item is another command's.
     */
    private JointAppendResult keysTaken(JointCommit joint, List<CancellationReason> reasons) {
        Set<StreamName> changedStreams = new HashSet<>();
        boolean takenByOther = false;
        for (int i = 0; i < reasons.size(); i++) {
            CancellationReason reason = reasons.get(i);
            if (Transactions.isFailedCondition(reason)) {
                changedStreams.add(joint.boundaries().get(i).stream());
                takenByOther |=
                        reason.hasItem()
                                && !joint.commits()
                                        .get(i)
                                        .isSameCommandAs(CommitItem.decode(reason.item()));
            }
        }
        List<Commit> sameCommand = takenByOther ? List.of() : stored(joint);
        return sameCommand.size() == joint.commits().size()
                ? new JointAppendResult.AlreadyAppended(sameCommand)
                : new JointAppendResult.Conflict(changedStreams);
    }

    /** The stored commits of the same command, up to the first boundary without one. */
    private List<Commit> stored(JointCommit joint) {
        return joint.commits().stream()
                .map(commit -> commitAt(commit.after()).filter(commit::isSameCommandAs))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Commit> commitAt(CommitBoundary boundary) {
        Map<String, AttributeValue> item =
                translated(() ->
                                client.getItem(get ->
                                        get.tableName(table)
                                                .key(key(boundary))
                                                .consistentRead(true)))
                        .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(CommitItem.decode(item));
    }

    /** The key of the commit that begins at a boundary. */
    private static Map<String, AttributeValue> key(CommitBoundary boundary) {
        return Map.of(
                EventsTable.STREAM,
                Attributes.text(boundary.stream().toString()),
                EventsTable.SEQ,
                Attributes.number(boundary.version().nextSequenceNumber()));
    }
}
