package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Sends the same requests as Reprise with the SDK alone, without encoding, deciding or hashing. */
final class BareSdk {

    private static final int PAGE = 32;

    private final DynamoDbClient client;
    private final String table;
    private final Map<String, AttributeValue> commit;

    /**
     * @param commit the item to put, each time with another key
     */
    BareSdk(DynamoDbClient client, String table, Map<String, AttributeValue> commit) {
        this.client = client;
        this.table = table;
        this.commit = commit;
    }

    void put(String stream, long seq) {
        Map<String, AttributeValue> item = new HashMap<>(commit);
        item.put(STREAM, Attributes.text(stream));
        item.put(SEQ, Attributes.number(seq));
        client.putItem(
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(EventsTable.KEY_IS_FREE)
                        .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    /** The sequence number of the next commit, from a page of the newest commits. */
    long next(String stream) {
        Map<String, AttributeValue> newest = newest(client, table, stream, PAGE);
        return Attributes.number(newest, SEQ) + ShortNames.LAYOUT.count(newest);
    }

    /**
     * The newest commit of a stream.
     *
     * @param page the maximum number of commits to read
     */
    static Map<String, AttributeValue> newest(
            DynamoDbClient client, String table, String stream, int page) {
        return client.query(
                        QueryRequest.builder()
                                .tableName(table)
                                .keyConditionExpression("#stream = :stream")
                                .expressionAttributeNames(Map.of("#stream", STREAM))
                                .expressionAttributeValues(
                                        Map.of(":stream", Attributes.text(stream)))
                                .scanIndexForward(false)
                                .limit(page)
                                .build())
                .items()
                .getFirst();
    }
}
