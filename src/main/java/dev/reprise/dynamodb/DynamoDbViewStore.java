package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.Progress;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.RowTooLargeException;
import dev.reprise.projections.ViewStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A {@link ViewStore} in a DynamoDB table, with one item for each row. See {@link ViewsTable}. */
public final class DynamoDbViewStore implements ViewStore {

    /** The maximum number of keys that DynamoDB takes in one BatchGetItem. */
    private static final int BATCH_SIZE = 100;

    /** Kept free in a row that is not parked, for the error with which it may be parked later. */
    private static final int PARKING_RESERVE_BYTES = 8 * 1024;

    /** How often BatchGetItem is sent again for the keys that DynamoDB did not process. */
    private static final RetryPolicy UNPROCESSED_KEYS =
            RetryPolicy.jittered(20, Duration.ofSeconds(6), new SecureRandom());

    private static final String PROGRESS = "/progress";

    private final DynamoDbClient client;
    private final String table;

    /**
     * A view store.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbViewStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<Generations> generations(String projection) {
        return get(projectionKey(projection)).map(DynamoDbViewStore::generations);
    }

    @Override
    public Generations register(String projection, int schemaVersion) {
        Map<String, AttributeValue> item = new HashMap<>(projectionKey(projection));
        item.put(ViewsTable.LIVE, Attributes.number(1));
        item.put(ViewsTable.LIVE_SCHEMA_VERSION, Attributes.number(schemaVersion));
        put(item, Condition.NO_ITEM);
        return generations(projection).orElseThrow();
    }

    private static Generations generations(Map<String, AttributeValue> item) {
        return new Generations(
                generation(item, ViewsTable.LIVE, ViewsTable.LIVE_SCHEMA_VERSION),
                item.containsKey(ViewsTable.BUILDING)
                        ? Optional.of(
                                generation(
                                        item,
                                        ViewsTable.BUILDING,
                                        ViewsTable.BUILDING_SCHEMA_VERSION))
                        : Optional.empty());
    }

    private static Generation generation(
            Map<String, AttributeValue> item, String number, String schemaVersion) {
        return new Generation(
                Math.toIntExact(Attributes.number(item, number)),
                Math.toIntExact(Attributes.number(item, schemaVersion)));
    }

    @Override
    public Optional<ProjectedRow> read(RowKey key) {
        return get(ViewItem.key(key)).map(ViewItem::decode);
    }

    @Override
    public Map<RowKey, ProjectedRow> readAll(Collection<RowKey> keys) {
        List<Map<String, AttributeValue>> distinct =
                keys.stream().distinct().map(ViewItem::key).toList();
        Map<RowKey, ProjectedRow> rows = new HashMap<>();
        for (int from = 0; from < distinct.size(); from += BATCH_SIZE) {
            readBatch(distinct.subList(from, Math.min(from + BATCH_SIZE, distinct.size())))
                    .forEach(row -> rows.put(row.key(), row));
        }
        return rows;
    }

    /**
     * The rows of at most {@value #BATCH_SIZE} keys. DynamoDB leaves keys unprocessed if the answer
     * would take more than 16 MB, or if it throttles. They are requested again.
     */
    private List<ProjectedRow> readBatch(List<Map<String, AttributeValue>> keys) {
        List<ProjectedRow> rows = new ArrayList<>();
        List<Map<String, AttributeValue>> missing = keys;
        RetryPolicy.Retries retries = UNPROCESSED_KEYS.start();
        while (true) {
            KeysAndAttributes request =
                    KeysAndAttributes.builder().keys(missing).consistentRead(true).build();
            BatchGetItemResponse answer =
                    translated(() ->
                            client.batchGetItem(
                                    batch -> batch.requestItems(Map.of(table, request))));
            answer.responses()
                    .getOrDefault(table, List.of())
                    .forEach(item -> rows.add(ViewItem.decode(item)));
            if (!answer.unprocessedKeys().containsKey(table)) {
                return rows;
            }
            missing = answer.unprocessedKeys().get(table).keys();
            if (!retries.again()) {
                throw new StoreUnavailableException(
                        Reason.THROTTLED,
                        missing.size()
                                + " of "
                                + keys.size()
                                + " rows were left unprocessed by BatchGetItem, after all retries");
            }
        }
    }

    @Override
    public boolean write(ProjectedRow row, Optional<ProjectedRow> before) {
        int viewBytes = row.view().map(ItemSize::utf8).orElse(0);
        if (viewBytes > Attributes.MAX_STATE_BYTES) {
            throw new RowTooLargeException(viewBytes, Attributes.MAX_STATE_BYTES);
        }
        SizedItem item = ViewItem.encode(row);
        int limit = ItemSize.MAX_BYTES - (row.parked().isPresent() ? 0 : PARKING_RESERVE_BYTES);
        if (item.bytes() > limit) {
            throw new RowTooLargeException(item.bytes(), limit);
        }
        return put(item.attributes(), before.map(Condition::unchanged).orElse(Condition.NO_ITEM));
    }

    @Override
    public List<Found> find(IndexQuery query, Optional<String> below, int limit) {
        int slot = query.index().slot();
        String partition =
                ViewItem.generationPrefix(query.projection(), query.generation())
                        + ViewItem.partitionSuffix(query.index(), query.partition());
        Map<String, String> names =
                new HashMap<>(Map.of("#partition", ViewItem.partitionAttribute(slot)));
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":partition", Attributes.text(partition)));
        String condition = "#partition = :partition";
        if (below.isPresent()) {
            names.put("#position", ViewItem.positionAttribute(slot));
            values.put(":below", Attributes.text(below.get()));
            condition += " AND #position < :below";
        }
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(ViewItem.tableIndex(slot))
                        .keyConditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .scanIndexForward(false)
                        .build();
        return items(request, limit).stream()
                .map(item ->
                        new Found(
                                ViewItem.key(item).stream(),
                                Attributes.text(item, ViewItem.positionAttribute(slot))))
                .toList();
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
                                                ViewItem.generationPrefix(projection, generation))))
                        .build();
        List<RowKey> keys = items(request, limit).stream().map(ViewItem::key).toList();
        Map<RowKey, ProjectedRow> rows = readAll(keys);
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(rows.get(key)).stream())
                .filter(row -> row.parked().isPresent())
                .toList();
    }

    /**
     * The first items of a query, fewer than {@code limit} only if there are no more. DynamoDB ends
     * a page at 1 MB, maybe before its limit: the query ends with the page that has no {@code
     * LastEvaluatedKey}.
     */
    private List<Map<String, AttributeValue>> items(QueryRequest query, int limit) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, AttributeValue> last = Map.of();
        do {
            QueryRequest request =
                    query.toBuilder()
                            .limit(limit - items.size())
                            .exclusiveStartKey(last.isEmpty() ? null : last)
                            .build();
            QueryResponse page = translated(() -> client.query(request));
            items.addAll(page.items());
            last = page.lastEvaluatedKey();
        } while (!last.isEmpty() && items.size() < limit);
        return items;
    }

    @Override
    public void saveProgress(String projection, Progress progress) {
        Map<String, AttributeValue> item = new HashMap<>(projectionKey(projection + PROGRESS));
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
        return get(projectionKey(projection + PROGRESS))
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

    private static Map<String, AttributeValue> projectionKey(String name) {
        return Map.of(ViewsTable.ROW, Attributes.text(name));
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        var answer =
                translated(() ->
                        client.getItem(get -> get.tableName(table).key(key).consistentRead(true)));
        return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    }

    /**
     * Puts an item.
     *
     * @return false if the stored item does not meet the condition; nothing was written
     */
    private boolean put(Map<String, AttributeValue> item, Condition condition) {
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(
                                condition.values().isEmpty() ? null : condition.values())
                        .build();
        try {
            translated(() -> client.putItem(put));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            return false;
        }
    }

    /** The condition that the stored item must meet to be replaced. */
    private record Condition(
            String expression, Map<String, String> names, Map<String, AttributeValue> values) {

        static final Condition NO_ITEM =
                new Condition(
                        "attribute_not_exists(#row)", Map.of("#row", ViewsTable.ROW), Map.of());

        Condition {
            names = Map.copyOf(names);
            values = Map.copyOf(values);
        }

        /**
         * The stored row has the same version and hash as the row that was read, and is parked at
         * the same commit or is not parked either. Attributes that were damaged when read are not
         * compared.
         */
        static Condition unchanged(ProjectedRow row) {
            Map<String, String> names = new HashMap<>();
            Map<String, AttributeValue> values = new HashMap<>();
            List<String> conditions = new ArrayList<>();

            names.put("#version", ViewsTable.VERSION);
            values.put(":version", Attributes.number(row.version().value()));
            if (row.version().equals(StreamVersion.NONE)) {
                values.put(":number", Attributes.text("N"));
                conditions.add("(#version = :version OR NOT attribute_type(#version, :number))");
            } else {
                conditions.add("#version = :version");
            }

            names.put("#at", ViewsTable.PARKED_AT);
            if (row.parked().isPresent()) {
                values.put(":at", Attributes.number(row.parked().get().sequenceNumber()));
                conditions.add("#at = :at");
            } else {
                conditions.add("attribute_not_exists(#at)");
            }

            if (row.hash().isPresent()) {
                names.put("#hash", ViewsTable.HASH);
                values.put(":hash", Attributes.binary(row.hash().get().bytes()));
                conditions.add("#hash = :hash");
            }
            return new Condition(String.join(" AND ", conditions), names, values);
        }
    }
}
