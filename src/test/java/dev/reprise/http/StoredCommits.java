package dev.reprise.http;

import dev.reprise.local.DynamoDbLocal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads and edits the events table with a plain DynamoDB client. */
final class StoredCommits {

    private StoredCommits() {}

    /** An order's items, oldest first. */
    static List<Map<String, AttributeValue>> of(String orderId) {
        return with(dynamoDb ->
                dynamoDb
                        .queryPaginator(query ->
                                query.tableName(table())
                                        .consistentRead(true)
                                        .keyConditionExpression("#stream = :stream")
                                        .expressionAttributeNames(Map.of("#stream", "stream"))
                                        .expressionAttributeValues(
                                                Map.of(":stream", stream(orderId))))
                        .items()
                        .stream()
                        .toList());
    }

    /** An attribute of an item or a map. Fails the test if it is missing. */
    static AttributeValue attribute(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            throw new AssertionError("no attribute " + name + " in " + attributes);
        }
        return value;
    }

    /** The number of items in the table, of all orders. */
    static int count() {
        return with(dynamoDb ->
                dynamoDb
                        .scanPaginator(scan ->
                                scan.tableName(table()).consistentRead(true).select(Select.COUNT))
                        .stream()
                        .mapToInt(page -> page.count())
                        .sum());
    }

    /** Alters a commit by hand. */
    static void alter(String orderId, long seq, String attribute, AttributeValue value) {
        with(dynamoDb ->
                dynamoDb.updateItem(update ->
                        update.tableName(table())
                                .key(key(orderId, seq))
                                .updateExpression("SET #attribute = :value")
                                .expressionAttributeNames(Map.of("#attribute", attribute))
                                .expressionAttributeValues(Map.of(":value", value))));
    }

    /** Copies an order's items to another order's stream, by hand. */
    static void copy(String orderId, String copyId) {
        for (Map<String, AttributeValue> item : of(orderId)) {
            Map<String, AttributeValue> copied = new HashMap<>(item);
            copied.put("stream", stream(copyId));
            with(dynamoDb -> dynamoDb.putItem(put -> put.tableName(table()).item(copied)));
        }
    }

    /** Removes a commit by hand. */
    static void remove(String orderId, long seq) {
        with(dynamoDb ->
                dynamoDb.deleteItem(delete -> delete.tableName(table()).key(key(orderId, seq))));
    }

    private static Map<String, AttributeValue> key(String orderId, long seq) {
        return Map.of("stream", stream(orderId), "seq", AttributeValue.fromN(Long.toString(seq)));
    }

    private static AttributeValue stream(String orderId) {
        return AttributeValue.fromS("order-" + orderId);
    }

    /** The name of the events table. */
    static String table() {
        return ConfigProvider.getConfig().getValue("reprise.events-table", String.class);
    }

    private static <T> T with(Function<DynamoDbClient, T> call) {
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            return call.apply(dynamoDb);
        }
    }
}
