package dev.reprise.http;

import dev.reprise.local.DynamoDbLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads and edits the rows of {@code order-summaries} with a plain DynamoDB client. */
final class StoredRows {

    private static final String PROJECTION = "order-summaries/";

    private StoredRows() {}

    /** The row of an order. There is one generation in the tests that use this. */
    static Map<String, AttributeValue> of(String orderId) {
        return with(dynamoDb ->
                dynamoDb
                        .scanPaginator(scan ->
                                scan.tableName(table())
                                        .consistentRead(true)
                                        .filterExpression(
                                                "#row = :row AND begins_with(#part, :projection)")
                                        .expressionAttributeNames(
                                                Map.of("#row", "row", "#part", "part"))
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":row",
                                                        AttributeValue.fromS(
                                                                "stream/order-" + orderId),
                                                        ":projection",
                                                        AttributeValue.fromS(PROJECTION))))
                        .items()
                        .stream()
                        .findFirst()
                        .orElseThrow());
    }

    /** Deletes an order's row by hand. */
    static void remove(String orderId) {
        Map<String, AttributeValue> key = new HashMap<>(of(orderId));
        key.keySet().removeIf(name -> !name.equals("part") && !name.equals("row"));
        with(dynamoDb -> dynamoDb.deleteItem(delete -> delete.tableName(table()).key(key)));
    }

    /** Deletes an order's row in one generation by hand. */
    static void remove(String orderId, int generation) {
        String part = PROJECTION + generation + "/";
        with(dynamoDb -> {
            dynamoDb
                    .scanPaginator(scan -> scan.tableName(table()).consistentRead(true))
                    .items()
                    .stream()
                    .filter(item -> text(item, "part").startsWith(part))
                    .filter(item -> text(item, "row").equals("stream/order-" + orderId))
                    .toList()
                    .forEach(item ->
                            dynamoDb.deleteItem(delete ->
                                    delete.tableName(table())
                                            .key(
                                                    Map.of(
                                                            "part", item.get("part"),
                                                            "row", item.get("row")))));
            return true;
        });
    }

    /** Writes a row by hand. */
    static void put(Map<String, AttributeValue> row) {
        with(dynamoDb -> dynamoDb.putItem(put -> put.tableName(table()).item(row)));
    }

    private static String table() {
        return ConfigProvider.getConfig().getValue("reprise.views-table", String.class);
    }

    private static <T> T with(Function<DynamoDbClient, T> call) {
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            return call.apply(dynamoDb);
        }
    }

    private static String text(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(item.get(attribute), attribute).s();
    }
}
