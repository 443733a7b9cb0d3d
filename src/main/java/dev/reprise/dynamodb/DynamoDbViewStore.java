package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Progress;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.RowWrite;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A {@link ViewStore} in a DynamoDB table, with one item for each row. See {@link ViewsTable}. */
public final class DynamoDbViewStore implements ViewStore {

    private final DynamoDbClient client;
    private final String table;
    private final boolean consistentRead;
    private final BatchReads reads;
    private final ViewWrites writes;
    private final ViewQueries queries;
    private final GenerationDeletion deletion;
    private final RetryItems retries;

    /**
     * A view store.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbViewStore(DynamoDbClient client, String table) {
        this(client, table, true);
    }

    private DynamoDbViewStore(DynamoDbClient client, String table, boolean consistentRead) {
        this.client = client;
        this.table = table;
        this.consistentRead = consistentRead;
        this.reads = new BatchReads(client, table, consistentRead);
        this.writes = new ViewWrites(client, table);
        this.queries = new ViewQueries(client, table, consistentRead);
        this.deletion = new GenerationDeletion(client, table);
        this.retries = new RetryItems(client, table, queries);
    }

    @Override
    public ViewStore eventually() {
        return new DynamoDbViewStore(client, table, false);
    }

    @Override
    public Optional<Generations> generations(String projection) {
        return get(ViewKeys.projection(projection, ViewsTable.GENERATIONS))
                .map(GenerationsItem::decode);
    }

    @Override
    public boolean saveGenerations(
            String projection, Generations after, Optional<Generations> before) {
        Map<String, AttributeValue> item =
                new HashMap<>(ViewKeys.projection(projection, ViewsTable.GENERATIONS));
        item.putAll(GenerationsItem.encode(after));
        PutItemRequest.Builder put = PutItemRequest.builder().tableName(table).item(item);
        before.ifPresentOrElse(
                read ->
                        put.conditionExpression("#generations = :before")
                                .expressionAttributeNames(
                                        Map.of("#generations", ViewsTable.GENERATIONS))
                                .expressionAttributeValues(
                                        Map.of(":before", GenerationsItem.list(read))),
                () ->
                        put.conditionExpression("attribute_not_exists(#row)")
                                .expressionAttributeNames(Map.of("#row", ViewsTable.ROW)));
        try {
            translated(() -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            return false;
        }
    }

    @Override
    public int nextGenerationNumber(String projection) {
        UpdateItemRequest addOne =
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(ViewKeys.projection(projection, ViewsTable.NUMBER))
                        .updateExpression("ADD #number :one")
                        .expressionAttributeNames(Map.of("#number", ViewsTable.NUMBER))
                        .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                        .returnValues(ReturnValue.UPDATED_NEW)
                        .build();
        return Attributes.positiveInt(
                translated(() -> client.updateItem(addOne)).attributes(), ViewsTable.NUMBER);
    }

    @Override
    public Optional<StoredRow> read(RowKey key) {
        return get(ViewKeys.row(key)).map(ViewItem::decode);
    }

    @Override
    public Map<RowKey, StoredRow> readAll(Collection<RowKey> keys) {
        return rows(reads.items(keys.stream().distinct().map(ViewKeys::row).toList()));
    }

    @Override
    public Rows readWithGenerations(String projection, Collection<RowKey> keys) {
        List<Map<String, AttributeValue>> rowKeys =
                keys.stream().distinct().map(ViewKeys::row).toList();
        if (rowKeys.size() % BatchReads.BATCH_SIZE == 0) {
            // Read along, the generations would take one more batch.
            return new Rows(generations(projection), rows(reads.items(rowKeys)));
        }
        Map<String, AttributeValue> generationsKey =
                ViewKeys.projection(projection, ViewsTable.GENERATIONS);
        List<Map<String, AttributeValue>> all = new ArrayList<>(rowKeys);
        all.add(generationsKey);
        List<Map<String, AttributeValue>> items = reads.items(all);
        Optional<Map<String, AttributeValue>> generations =
                items.stream()
                        .filter(item -> item.entrySet().containsAll(generationsKey.entrySet()))
                        .findFirst();
        generations.ifPresent(items::remove);
        return new Rows(generations.map(GenerationsItem::decode), rows(items));
    }

    private static Map<RowKey, StoredRow> rows(List<Map<String, AttributeValue>> items) {
        Map<RowKey, StoredRow> rows = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            StoredRow row = ViewItem.decode(item);
            rows.put(row.key(), row);
        }
        return rows;
    }

    @Override
    public Set<RowKey> write(List<RowWrite> writes) {
        return this.writes.write(writes);
    }

    @Override
    public List<Found> find(IndexQuery query, Optional<String> below, int limit) {
        return queries.find(query, below, limit);
    }

    @Override
    public List<Found> search(SearchQuery query, int limit) {
        return queries.search(query, limit);
    }

    @Override
    public List<StoredTotal> totals(TotalsQuery query, int limit) {
        return queries.totals(query, limit);
    }

    @Override
    public int deleteSome(String projection, int generation) {
        return deletion.deleteSome(projection, generation);
    }

    @Override
    public List<ProjectedRow> parked(String projection, int generation, int limit) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(ViewsTable.PARKED_ROWS)
                        .keyConditionExpression("#parked = :generation")
                        .expressionAttributeNames(Map.of("#parked", ViewsTable.PARKED))
                        .expressionAttributeValues(
                                Map.of(
                                        ":generation",
                                        Attributes.text(
                                                ViewKeys.generationPrefix(projection, generation))))
                        .build();
        List<RowKey> keys = queries.items(request, limit).stream().map(ViewKeys::rowKey).toList();
        Map<RowKey, StoredRow> rows = readAll(keys);
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(rows.get(key)).stream())
                .flatMap(row -> row.intact().stream())
                .filter(row -> row.parked().isPresent())
                .toList();
    }

    @Override
    public void noteRetry(String projection, StreamName stream) {
        retries.note(projection, stream);
    }

    @Override
    public List<Retry> retries(String projection, Optional<StreamName> after, int limit) {
        return retries.list(projection, after, limit);
    }

    @Override
    public void removeRetry(String projection, Retry retry) {
        retries.remove(projection, retry);
    }

    @Override
    public void saveProgress(String projection, Progress progress) {
        Map<String, AttributeValue> item =
                new HashMap<>(ViewKeys.projection(projection, ViewsTable.PROGRESS));
        item.put(
                ViewsTable.COMMITTED_AT,
                Attributes.text(TimestampFormat.format(progress.committedAt())));
        item.put(
                ViewsTable.APPLIED_AT,
                Attributes.text(TimestampFormat.format(progress.appliedAt())));
        progress.stream()
                .ifPresent(stream ->
                        item.put(ViewsTable.NEWEST_STREAM, Attributes.text(stream.toString())));
        translated(() -> client.putItem(put -> put.tableName(table).item(item)));
    }

    @Override
    public Optional<Progress> progress(String projection) {
        return get(ViewKeys.projection(projection, ViewsTable.PROGRESS))
                .map(item ->
                        new Progress(
                                TimestampFormat.parse(
                                        Attributes.text(item, ViewsTable.COMMITTED_AT)),
                                TimestampFormat.parse(Attributes.text(item, ViewsTable.APPLIED_AT)),
                                item.containsKey(ViewsTable.NEWEST_STREAM)
                                        ? StreamName.parse(
                                                Attributes.text(item, ViewsTable.NEWEST_STREAM))
                                        : Optional.empty()));
    }

    @Override
    public RowPage rows(String projection, int generation, Optional<String> cursor, int limit) {
        return queries.rows(projection, generation, cursor, limit);
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        var answer =
                translated(() ->
                        client.getItem(get ->
                                get.tableName(table).key(key).consistentRead(consistentRead)));
        return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    }
}
