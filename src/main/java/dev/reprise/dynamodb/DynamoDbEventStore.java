package dev.reprise.dynamodb;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Streams in a DynamoDB table, one item per commit.
 *
 * <p>An append is one {@code PutItem}, on the condition that the key is free. The SDK sends it
 * again when no answer came; if the first one had been stored after all, the condition fails, and
 * the item that comes back tells by its command id and hash that it is ours.
 *
 * <p>Nothing here updates or deletes an item.
 */
public final class DynamoDbEventStore implements EventStore {

    private static final Map<String, String> KEY_NAMES =
            Map.of("#stream", EventsTable.STREAM, "#seq", EventsTable.SEQ);

    /**
     * Events that are much alike deflate to next to nothing, but are read at their full length ever
     * after.
     */
    private static final int MAX_INFLATED_BYTES = 2 * 1024 * 1024;

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     * @param table the table's name
     */
    public DynamoDbEventStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public AppendResult append(NewCommit commit) {
        int inflatedBytes = commit.events().size();
        if (inflatedBytes > MAX_INFLATED_BYTES) {
            return new AppendResult.TooLarge(inflatedBytes, MAX_INFLATED_BYTES);
        }
        Map<String, AttributeValue> item = CommitItem.encode(commit);
        int bytes = ItemSize.bytes(item);
        if (bytes > ItemSize.MAX_BYTES) {
            return new AppendResult.TooLarge(bytes, ItemSize.MAX_BYTES);
        }
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(#stream)")
                        .expressionAttributeNames(Map.of("#stream", EventsTable.STREAM))
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            DynamoDbFaults.translated(() -> client.putItem(put));
            return new AppendResult.Appended(commit.stored(CommitItem.hash(item)));
        } catch (ConditionalCheckFailedException taken) {
            Commit holder = CommitItem.decode(taken.item());
            return commit.isStoredAs(holder)
                    ? new AppendResult.AlreadyAppended(holder)
                    : new AppendResult.Conflict(holder);
        }
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        long next = boundary.version().nextSequenceNumber();
        QueryRequest query = query(boundary.stream(), ">=", next).build();
        return () -> new ContiguousCommits(items(query), boundary.stream(), next);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () -> {
            long first = sequenceNumber == 1 ? 1 : startBefore(stream, sequenceNumber);
            QueryRequest query = query(stream, ">=", first).limit(pageSize).build();
            Iterator<Commit> commits = new ContiguousCommits(items(query), stream, first);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(commits, 0), false)
                    .dropWhile(commit -> commit.version().value() < sequenceNumber)
                    .iterator();
        };
    }

    /**
     * Where the commit begins that an event is in; if there is none, where the next one after those
     * before it is due: at the tail nothing is there, in a gap something else is.
     */
    private long startBefore(StreamName stream, long sequenceNumber) {
        QueryRequest query =
                query(stream, "<=", sequenceNumber).scanIndexForward(false).limit(1).build();
        return DynamoDbFaults.translated(() -> client.query(query)).items().stream()
                .map(CommitItem::decode)
                .map(commit ->
                        commit.version().value() >= sequenceNumber
                                ? commit.firstSequenceNumber()
                                : commit.version().nextSequenceNumber())
                .findFirst()
                .orElse(1L);
    }

    @Override
    public Verification verify(StreamName stream) {
        // From below 1 on: a commit that was inserted there is to be found, too.
        QueryRequest query = query(stream, ">=", Long.MIN_VALUE).build();
        HashChain chain = new HashChain(stream);
        for (Iterator<Map<String, AttributeValue>> items = items(query); items.hasNext(); ) {
            Optional<Verification.Broken> broken = chain.next(CommitItem.link(items.next()));
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.intact();
    }

    private QueryRequest.Builder query(StreamName stream, String comparison, long sequenceNumber) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#stream = :stream AND #seq " + comparison + " :seq")
                .expressionAttributeNames(KEY_NAMES)
                .expressionAttributeValues(
                        Map.of(
                                ":stream", AttributeValue.fromS(stream.toString()),
                                ":seq", AttributeValue.fromN(Long.toString(sequenceNumber))));
    }

    /** All items of a query, each page asked for when the one before is used up. */
    private Iterator<Map<String, AttributeValue>> items(QueryRequest query) {
        return DynamoDbFaults.translatedIterator(
                () -> client.queryPaginator(query).items().iterator());
    }
}
