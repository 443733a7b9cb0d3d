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
 * Stores streams in a DynamoDB table, one item per commit.
 *
 * <p>An append is one {@code PutItem} on the condition that the key is free. If no answer comes,
 * the SDK repeats the put. If the first put was stored after all, the condition of the second
 * fails; DynamoDB returns the stored item, whose command id and digest show that it is from this
 * append. An append to several streams is one {@code TransactWriteItems}, which takes twice the
 * write units.
 *
 * <p>No item is ever updated or deleted.
 */
public final class DynamoDbEventStore implements EventStore {

    private static final Logger LOG = System.getLogger(DynamoDbEventStore.class.getName());

    private static final Map<String, String> KEY_NAMES =
            Map.of("#stream", EventsTable.STREAM, "#seq", EventsTable.SEQ);

    private final DynamoDbClient client;
    private final String table;
    private final JointPut jointPut;

    /**
     * @param client configured by {@link DynamoDbClientDefaults}
     * @param table the name of the events table
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
            case EncodedCommit.Item item -> put(commit, item);
        };
    }

    private AppendResult put(NewCommit commit, EncodedCommit.Item item) {
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item.attributes())
                        .conditionExpression(EventsTable.KEY_IS_FREE)
                        .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            DynamoDbFaults.translated(() -> client.putItem(put));
            return new AppendResult.Appended(item.stored());
        } catch (ConditionalCheckFailedException keyIsTaken) {
            Commit present = CommitItem.decode(keyIsTaken.item(), commit.stream());
            return commit.isSameCommandAs(present)
                    ? new AppendResult.AlreadyAppended(present)
                    : new AppendResult.Conflict(present);
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
                // Pages of an eventually consistent query may show two different moments.
                LOG.log(Level.DEBUG, "{0} is repeated strongly: {1}", load, e.getMessage());
            }
        }
        return load(load, true);
    }

    private List<Commit> load(Load load, boolean stronglyConsistent) {
        QueryRequest.Builder newestFirst =
                query(load.stream(), 1, load.upTo().value())
                        .scanIndexForward(false)
                        .consistentRead(stronglyConsistent);
        return StreamTail.read(load, newestFirst, this::page);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        long next = boundary.version().nextSequenceNumber();
        QueryRequest query = query(boundary.stream(), next, Long.MAX_VALUE).build();
        return () -> new ContiguousCommits(boundary.stream(), items(query), next);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () -> {
            long first = sequenceNumber == 1 ? 1 : startOfCommitWith(stream, sequenceNumber);
            QueryRequest query = query(stream, first, Long.MAX_VALUE).limit(pageSize).build();
            Iterator<Commit> commits = new ContiguousCommits(stream, items(query), first);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(commits, 0), false)
                    .dropWhile(commit -> commit.version().value() < sequenceNumber)
                    .iterator();
        };
    }

    /**
     * The first sequence number of the commit that holds an event. If no commit holds it, the
     * sequence number after the last commit before it: nothing is stored from there at the tail,
     * and a later commit is found in a gap.
     */
    private long startOfCommitWith(StreamName stream, long sequenceNumber) {
        return commitAtOrBefore(stream, sequenceNumber)
                .map(commit ->
                        commit.version().value() >= sequenceNumber
                                ? commit.firstSequenceNumber()
                                : commit.version().nextSequenceNumber())
                .orElse(1L);
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        QueryRequest query =
                query(stream, 1, sequenceNumber).scanIndexForward(false).limit(pageSize).build();
        return () ->
                new CommitsBackwards(
                        stream, items(query), newest -> requireNoGap(newest, sequenceNumber));
    }

    /** Checks that a commit holds an event, or that the stream has none after it but the next. */
    private void requireNoGap(Commit newest, long sequenceNumber) {
        long next = newest.version().nextSequenceNumber();
        if (next <= sequenceNumber && sequenceNumber < Long.MAX_VALUE) {
            QueryRequest later = query(newest.stream(), next, Long.MAX_VALUE).limit(1).build();
            page(later).items().stream()
                    .map(item -> CommitItem.decode(item, newest.stream()))
                    .forEach(commit -> ContiguousCommits.nextExpectedAfter(commit, next));
        }
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        QueryRequest query =
                query(stream, 1, sequenceNumber).scanIndexForward(false).limit(1).build();
        return page(query).items().stream()
                .map(item -> CommitItem.decode(item, stream))
                .findFirst();
    }

    @Override
    public Verification verify(StreamName stream) {
        // From below 1, to find a commit that was inserted before the first one.
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

    /** Selects the commits that begin between two sequence numbers, both included. */
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

    /** All items of a query. Each page is requested when the page before it is used up. */
    private Iterator<Map<String, AttributeValue>> items(QueryRequest query) {
        return DynamoDbFaults.translatedIterator(
                () -> client.queryPaginator(query).items().iterator());
    }
}
