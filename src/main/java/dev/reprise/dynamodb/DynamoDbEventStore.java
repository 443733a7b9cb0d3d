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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
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
    private volatile boolean rehearsing;

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

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return switch (EncodedCommit.of(commit)) {
            case EncodedCommit.TooLarge(int bytes, int limit) ->
                    Optional.of(new AppendResult.TooLarge(bytes, limit));
            case EncodedCommit.Item _ -> Optional.empty();
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
        if (rehearsing) {
            return rehearsed(put, item.stored());
        }
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

    /**
     * Runs commands whose appends store nothing, and do all else that an append does. DynamoDB
     * refuses each put, whatever the table has. To the command it looks as if its own commit held
     * the place already. For a process that no other thread calls yet.
     */
    public void rehearse(Runnable commands) {
        rehearsing = true;
        try {
            commands.run();
        } finally {
            rehearsing = false;
        }
    }

    private AppendResult rehearsed(PutItemRequest put, Commit commit) {
        try {
            DynamoDbFaults.translated(() ->
                    client.putItem(put.toBuilder().conditionExpression(EventsTable.NEVER).build()));
            throw new IllegalStateException(
                    "DynamoDB has put an item on a condition that cannot hold: " + commit.stream());
        } catch (ConditionalCheckFailedException _) {
            return new AppendResult.Conflict(commit);
        }
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        if (rehearsing) {
            throw new IllegalStateException("an append to several streams cannot be rehearsed");
        }
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
    public Optional<List<Commit>> readFewAfter(CommitBoundary boundary, int atMost) {
        long next = boundary.version().nextSequenceNumber();
        QueryResponse page =
                page(query(boundary.stream(), next, Long.MAX_VALUE).limit(atMost + 1).build());
        if (page.items().size() > atMost || !page.lastEvaluatedKey().isEmpty()) {
            return Optional.empty();
        }
        List<Commit> few = new ArrayList<>();
        new ContiguousCommits(boundary.stream(), page.items().iterator(), next)
                .forEachRemaining(few::add);
        return Optional.of(List.copyOf(few));
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () -> {
            ItemPages items =
                    new ItemPages(
                            query(stream, sequenceNumber, Long.MAX_VALUE).build(),
                            pageSize,
                            this::page);
            if (sequenceNumber == 1
                    || (items.hasNext()
                            && CommitItem.decode(items.peek(), stream).firstSequenceNumber()
                                    == sequenceNumber)) {
                return new ContiguousCommits(stream, items, sequenceNumber);
            }
            return withCommitBefore(stream, sequenceNumber, items);
        };
    }

    /**
     * The commits from the one that holds an event, which begins before it. If none holds it, the
     * next commit, if there is one, has to follow the last one before the event.
     */
    private Iterator<Commit> withCommitBefore(
            StreamName stream, long sequenceNumber, ItemPages later) {
        Optional<Commit> before = commitAtOrBefore(stream, sequenceNumber - 1);
        Iterator<Commit> following =
                new ContiguousCommits(
                        stream,
                        later,
                        before.map(commit -> commit.version().nextSequenceNumber()).orElse(1L));
        return Stream.concat(
                        before.stream()
                                .filter(commit -> commit.version().value() >= sequenceNumber),
                        StreamSupport.stream(
                                Spliterators.spliteratorUnknownSize(following, 0), false))
                .iterator();
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        QueryRequest query = query(stream, 1, sequenceNumber).scanIndexForward(false).build();
        return () ->
                new CommitsBackwards(
                        stream,
                        new ItemPages(query, pageSize, this::page),
                        newest -> requireNoGap(newest, sequenceNumber));
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
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        // The first part begins below 1, to find a commit that was inserted before the first one.
        long from =
                checked.commits() == 0 ? Long.MIN_VALUE : checked.version().nextSequenceNumber();
        QueryResponse page =
                page(query(stream, from, Long.MAX_VALUE).limit(maxCommits + 1).build());
        HashChain chain = new HashChain(checked);
        for (int i = 0; i < page.items().size(); i++) {
            HashChain.Link link = CommitItem.link(page.items().get(i));
            // The part ends before the last commit that was read. It begins the next part, and the
            // query shows that no commit was inserted before it.
            boolean isOfNextPart =
                    i == page.items().size() - 1
                            && (i == maxCommits || !page.lastEvaluatedKey().isEmpty());
            if (isOfNextPart && chain.isNext(link)) {
                return new Verification.Unfinished(chain.intact());
            }
            Optional<Verification.Broken> broken = chain.next(link);
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
