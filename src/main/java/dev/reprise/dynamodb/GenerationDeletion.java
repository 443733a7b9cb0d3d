package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.projections.ViewStore;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Deletes the rows of a generation. */
final class GenerationDeletion {

    /** How many rows one call deletes at most. */
    private static final int PAGE_SIZE = 200;

    /** The maximum number of items that DynamoDB takes in one BatchWriteItem. */
    private static final int BATCH_SIZE = 25;

    private final DynamoDbClient client;
    private final String table;

    GenerationDeletion(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** See {@link ViewStore#deleteSome}. */
    int deleteSome(String projection, int generation) {
        for (int part = 0; part < ViewKeys.PARTS; part++) {
            QueryRequest request =
                    QueryRequest.builder()
                            .tableName(table)
                            .consistentRead(true)
                            .limit(PAGE_SIZE)
                            .keyConditionExpression("#part = :part")
                            .projectionExpression("#part, #row")
                            .expressionAttributeNames(
                                    Map.of("#part", ViewsTable.PART, "#row", ViewsTable.ROW))
                            .expressionAttributeValues(
                                    Map.of(
                                            ":part",
                                            Attributes.text(
                                                    ViewKeys.part(projection, generation, part))))
                            .build();
            List<Map<String, AttributeValue>> keys =
                    translated(() -> client.query(request)).items();
            if (!keys.isEmpty()) {
                for (int from = 0; from < keys.size(); from += BATCH_SIZE) {
                    delete(keys.subList(from, Math.min(from + BATCH_SIZE, keys.size())));
                }
                return keys.size();
            }
        }
        return 0;
    }

    private void delete(List<Map<String, AttributeValue>> keys) {
        List<WriteRequest> missing =
                keys.stream()
                        .map(key ->
                                WriteRequest.builder()
                                        .deleteRequest(delete -> delete.key(key))
                                        .build())
                        .toList();
        RetryPolicy.Retries retries = BatchReads.UNPROCESSED.start();
        while (!missing.isEmpty()) {
            Map<String, List<WriteRequest>> requests = Map.of(table, missing);
            missing =
                    translated(() -> client.batchWriteItem(batch -> batch.requestItems(requests)))
                            .unprocessedItems()
                            .getOrDefault(table, List.of());
            if (!missing.isEmpty() && !retries.again()) {
                throw BatchReads.unprocessed(missing.size(), keys.size(), "BatchWriteItem");
            }
        }
    }
}
