package dev.reprise.dynamodb;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Streams in a DynamoDB table, one item per commit.
 *
 * <p>An append is one {@code PutItem}, on the condition that the key is free. The SDK sends it
 * again when no answer came; if the first one had been stored after all, the condition fails, and
 * the item that comes back tells by its command id and hash that it is ours. An append to several
 * streams is one {@code TransactWriteItems} of such puts, at twice the price of each.
 *
 * <p>Nothing here updates or deletes an item.
 */
public final class DynamoDbEventStore implements EventStore {

    private static final Logger LOG = System.getLogger(DynamoDbEventStore.class.getName());

    private static final Map<String, String> KEY_NAMES =
            Map.of("#stream", EventsTable.STREAM, "#seq", EventsTable.SEQ);

    private final DynamoDbClient client;
    private final String table;
    private final JointPut jointPut;

    /**
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     * @param table the table's name
     */
    public DynamoDbEventStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.jointPut = new JointPut(client, table);
    }

    @Override
    public AppendResult append(NewCommit commit) {
        return switch (EncodedCommit.of(commit)) {
            case EncodedCommit.TooLarge(int bytes, int limit) ->
                    new AppendResult.TooLarge(bytes, limit);
            case EncodedCommit.Item(Map<String, AttributeValue> item, _) -> put(commit, item);
        };
    }

    private AppendResult put(NewCommit commit, Map<String, AttributeValue> item) {
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(EventsTable.KEY_IS_FREE)
                        .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            DynamoDbFaults.translated(() -> client.putItem(put));
            return new AppendResult.Appended(CommitItem.stored(commit, item));
        } catch (ConditionalCheckFailedException taken) {
            Commit holder = CommitItem.decode(taken.item());
            return commit.isSameCommandAs(holder)
                    ? new AppendResult.AlreadyAppended(holder)
                    : new AppendResult.Conflict(holder);
        }
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        return jointPut.append(commit);
    }

    @Override
    public List<Commit> load(Load load) {
        if (load.consistency() == Load.Consistency.EVENTUAL) {
            try {
                return load(load, false);
            } catch (BrokenStreamException e) {
                // Its pages may come from two states of the stream; a strong read has one.
                LOG.log(Level.DEBUG, "{0} is read again, strongly: {1}", load, e.getMessage());
            }
        }
        return load(load, true);
    }

    private List<Commit> load(Load load, boolean consistent) {
        QueryRequest newestFirst =
                query(load.stream(), 1, load.upTo().value())
                        .scanIndexForward(false)
                        .consistentRead(consistent)
                        .build();
        return StreamTail.read(load, newestFirst, this::page);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        long next = boundary.version().nextSequenceNumber();
        QueryRequest query = query(boundary.stream(), next, Long.MAX_VALUE).build();
        return () -> new ContiguousCommits(items(query), next);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () -> {
            long first = sequenceNumber == 1 ? 1 : startBefore(stream, sequenceNumber);
            QueryRequest query = query(stream, first, Long.MAX_VALUE).limit(pageSize).build();
            Iterator<Commit> commits = new ContiguousCommits(items(query), first);
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
        return commitAtOrBefore(stream, sequenceNumber)
                .map(commit ->
                        commit.version().value() >= sequenceNumber
                                ? commit.firstSequenceNumber()
                                : commit.version().nextSequenceNumber())
                .orElse(1L);
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        QueryRequest query =
                query(stream, 1, sequenceNumber).scanIndexForward(false).limit(1).build();
        return page(query).items().stream().map(CommitItem::decode).findFirst();
    }

    @Override
    public Verification verify(StreamName stream) {
        // From below 1 on: a commit that was inserted there is to be found, too.
        QueryRequest query = query(stream, Long.MIN_VALUE, Long.MAX_VALUE).build();
        HashChain chain = new HashChain(stream);
        for (Iterator<Map<String, AttributeValue>> items = items(query); items.hasNext(); ) {
            Optional<Verification.Broken> broken = chain.next(CommitItem.link(items.next()));
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.intact();
    }

    /** The commits that begin between two sequence numbers, both included. */
    private QueryRequest.Builder query(StreamName stream, long from, long to) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#stream = :stream AND #seq BETWEEN :from AND :to")
                .expressionAttributeNames(KEY_NAMES)
                .expressionAttributeValues(
                        Map.of(
                                ":stream", Attributes.text(stream.toString()),
                                ":from", Attributes.number(from),
                                ":to", Attributes.number(to)));
    }

    private QueryResponse page(QueryRequest query) {
        return DynamoDbFaults.translated(() -> client.query(query));
    }

    /** All items of a query, each page asked for when the one before is used up. */
    private Iterator<Map<String, AttributeValue>> items(QueryRequest query) {
        return DynamoDbFaults.translatedIterator(
                () -> client.queryPaginator(query).items().iterator());
    }
}
