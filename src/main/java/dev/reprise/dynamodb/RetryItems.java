package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStore.Retry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The names of streams whose rows are to be tried again: items of the views table. */
final class RetryItems {

    private final DynamoDbClient client;
    private final String table;
    private final ViewQueries queries;

    RetryItems(DynamoDbClient client, String table, ViewQueries queries) {
        this.client = client;
        this.table = table;
        this.queries = queries;
    }

    /** See {@link ViewStore#noteRetry}. */
    void note(String projection, StreamName stream) {
        Map<String, AttributeValue> item = new HashMap<>(key(projection, stream));
        item.put(ViewsTable.MARK, Attributes.text(UUID.randomUUID().toString()));
        translated(() -> client.putItem(put -> put.tableName(table).item(item)));
    }

    private static Map<String, AttributeValue> key(String projection, StreamName stream) {
        return ViewKeys.projection(projection, ViewsTable.RETRY_PREFIX + stream);
    }

    /** See {@link ViewStore#retries}. */
    List<Retry> list(String projection, Optional<StreamName> after, int limit) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#part = :part AND begins_with(#row, :names)")
                        .expressionAttributeNames(
                                Map.of("#part", ViewsTable.PART, "#row", ViewsTable.ROW))
                        .expressionAttributeValues(
                                Map.of(
                                        ":part",
                                        Attributes.text(projection),
                                        ":names",
                                        Attributes.text(ViewsTable.RETRY_PREFIX)))
                        .exclusiveStartKey(
                                after.map(stream -> key(projection, stream)).orElse(null))
                        .build();
        return queries.items(request, limit).stream().flatMap(RetryItems::retry).toList();
    }

    private static Stream<Retry> retry(Map<String, AttributeValue> item) {
        String row = Attributes.text(item, ViewsTable.ROW);
        return StreamName.parse(row.substring(ViewsTable.RETRY_PREFIX.length())).stream()
                .map(stream -> new Retry(stream, Attributes.text(item, ViewsTable.MARK)));
    }

    /** See {@link ViewStore#removeRetry}. */
    void remove(String projection, Retry retry) {
        DeleteItemRequest delete =
                DeleteItemRequest.builder()
                        .tableName(table)
                        .key(key(projection, retry.stream()))
                        .conditionExpression("#mark = :mark")
                        .expressionAttributeNames(Map.of("#mark", ViewsTable.MARK))
                        .expressionAttributeValues(Map.of(":mark", Attributes.text(retry.mark())))
                        .build();
        try {
            translated(() -> client.deleteItem(delete));
        } catch (ConditionalCheckFailedException _) {
            // It was noted once more, or another process removed it.
        }
    }
}
