package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedRebuild;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.PositionMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** {@link FeedGenerations} in a DynamoDB table. See {@link FeedTable}. */
public final class DynamoDbFeedGenerations implements FeedGenerations {

    private final DynamoDbClient client;
    private final String table;
    private final NamedItems rebuilds;

    /**
     * The generations of the feed in a table.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbFeedGenerations(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.rebuilds = new NamedItems(client, table, FeedTable.REBUILD);
    }

    @Override
    public FeedStore generation(int generation) {
        return new DynamoDbFeedStore(client, table, generation);
    }

    @Override
    public Optional<FeedRebuild> rebuild() {
        return rebuilds.find(FeedTable.LAST, DynamoDbFeedGenerations::rebuild);
    }

    @Override
    public boolean save(
            FeedRebuild after, Optional<FeedRebuild> before, Optional<PositionMark> mark) {
        return send(
                Stream.concat(
                        Stream.of(put(after, before)),
                        mark.map(its -> put(after.generation(), its)).stream()));
    }

    @Override
    public boolean finish(FeedRebuild done, FeedRebuild before) {
        FeedItems old = new FeedItems(before.live());
        return send(
                Stream.of(
                        put(done, Optional.of(before)),
                        rebuilds.put(old.seal(before.copiedUpTo() + 1, done.generation()), 0)));
    }

    /** Returns false if a condition failed. */
    private boolean send(Stream<TransactWriteItem> items) {
        TransactWriteItemsRequest request =
                TransactWriteItemsRequest.builder().transactItems(items.toList()).build();
        return Transactions.send(client, request).isEmpty();
    }

    private TransactWriteItem put(FeedRebuild after, Optional<FeedRebuild> before) {
        return rebuilds.put(item(after), before.map(FeedRebuild::revision).orElse(0L));
    }

    private TransactWriteItem put(int generation, PositionMark mark) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item(generation, mark)))
                .build();
    }

    @Override
    public Optional<PositionMark> lastMark(int generation, long position) {
        QueryRequest last =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("#feed = :feed AND #place <= :place")
                        .expressionAttributeNames(
                                Map.of("#feed", FeedTable.FEED, "#place", FeedTable.PLACE))
                        .expressionAttributeValues(
                                Map.of(
                                        ":feed",
                                        Attributes.text(FeedTable.marks(generation)),
                                        ":place",
                                        Attributes.text(FeedTable.place(position))))
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(1)
                        .build();
        List<Map<String, AttributeValue>> found = translated(() -> client.query(last)).items();
        return found.stream().findFirst().map(DynamoDbFeedGenerations::mark);
    }

    private Map<String, AttributeValue> item(FeedRebuild rebuild) {
        Map<String, AttributeValue> item = new HashMap<>(rebuilds.key(FeedTable.LAST));
        item.put(FeedTable.NUMBER, Attributes.number(rebuild.generation()));
        item.put(FeedTable.DONE, AttributeValue.fromBool(rebuild.done()));
        item.put(FeedTable.POSITION, Attributes.number(rebuild.copiedUpTo()));
        item.put(FeedTable.NEW_END, Attributes.number(rebuild.position()));
        item.put(FeedTable.COMMITS, Attributes.number(rebuild.leftOut()));
        item.put(FeedTable.STARTED_AT, Attributes.number(rebuild.startedAt().toEpochMilli()));
        item.put(FeedTable.UPDATED_AT, Attributes.number(rebuild.updatedAt().toEpochMilli()));
        item.put(FeedTable.REVISION, Attributes.number(rebuild.revision()));
        return item;
    }

    private static FeedRebuild rebuild(Map<String, AttributeValue> item) {
        return new FeedRebuild(
                Attributes.positiveInt(item, FeedTable.NUMBER),
                Attributes.required(item, FeedTable.DONE, AttributeValue.Type.BOOL).bool(),
                Attributes.number(item, FeedTable.POSITION),
                Attributes.number(item, FeedTable.NEW_END),
                Attributes.number(item, FeedTable.COMMITS),
                Attributes.instant(item, FeedTable.STARTED_AT),
                Attributes.instant(item, FeedTable.UPDATED_AT),
                Attributes.positiveLong(item, FeedTable.REVISION));
    }

    private static Map<String, AttributeValue> item(int generation, PositionMark mark) {
        Map<String, AttributeValue> item =
                new HashMap<>(
                        FeedItems.key(
                                FeedTable.marks(generation), FeedTable.place(mark.oldStart())));
        item.put(FeedTable.OLD_END, Attributes.number(mark.oldEnd()));
        item.put(FeedTable.NEW_START, Attributes.number(mark.newStart()));
        item.put(FeedTable.NEW_END, Attributes.number(mark.newEnd()));
        return item;
    }

    private static PositionMark mark(Map<String, AttributeValue> item) {
        return new PositionMark(
                FeedItems.position(item),
                Attributes.number(item, FeedTable.OLD_END),
                Attributes.number(item, FeedTable.NEW_START),
                Attributes.number(item, FeedTable.NEW_END));
    }
}
