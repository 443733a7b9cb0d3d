package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads many items of a table by their keys. */
record BatchReads(DynamoDbClient client, String table, boolean consistentRead) {

    /** The maximum number of keys that DynamoDB takes in one BatchGetItem. */
    static final int BATCH_SIZE = 100;

    /** How often a batch is sent again for the keys that DynamoDB did not process. */
    static final RetryPolicy UNPROCESSED =
            RetryPolicy.jittered(20, Duration.ofSeconds(6), new SecureRandom());

    /**
     * The items with these keys, in no order. Items that do not exist are absent.
     *
     * @param keys each at most once
     */
    List<Map<String, AttributeValue>> items(List<Map<String, AttributeValue>> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH_SIZE) {
            items.addAll(readBatch(keys.subList(from, Math.min(from + BATCH_SIZE, keys.size()))));
        }
        return items;
    }

    /**
     * The items of at most {@value #BATCH_SIZE} keys. DynamoDB leaves keys unprocessed if the
     * answer would take more than 16 MB, or if it throttles. They are requested again.
     */
    private List<Map<String, AttributeValue>> readBatch(List<Map<String, AttributeValue>> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<Map<String, AttributeValue>> missing = keys;
        RetryPolicy.Retries retries = UNPROCESSED.start();
        while (true) {
            KeysAndAttributes request =
                    KeysAndAttributes.builder()
                            .keys(missing)
                            .consistentRead(consistentRead)
                            .build();
            BatchGetItemResponse answer =
                    translated(() ->
                            client.batchGetItem(
                                    batch -> batch.requestItems(Map.of(table, request))));
            items.addAll(answer.responses().getOrDefault(table, List.of()));
            if (!answer.unprocessedKeys().containsKey(table)) {
                return items;
            }
            missing = answer.unprocessedKeys().get(table).keys();
            if (!retries.again()) {
                throw unprocessed(missing.size(), keys.size(), "BatchGetItem");
            }
        }
    }

    static StoreUnavailableException unprocessed(int left, int all, String operation) {
        return new StoreUnavailableException(
                Reason.THROTTLED,
                left
                        + " of "
                        + all
                        + " rows were left unprocessed by "
                        + operation
                        + ", after all retries");
    }
}
