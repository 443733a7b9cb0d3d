package dev.reprise.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.local.DynamoDbGateway.Answer;
import java.util.Map;
import java.util.Set;

/**
 * Reports the metrics of DynamoDB tables: the units that requests took, if the answers have them,
 * and the requests that were throttled.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html">DynamoDB
 *     metrics and dimensions</a>
 */
record DynamoDbMetrics(CloudWatch metrics) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String NAMESPACE = "AWS/DynamoDB";

    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private static final Set<String> THROTTLED =
            Set.of("ThrottlingException", "ProvisionedThroughputExceededException");

    /** Reports a call that was answered. */
    void answered(DynamoDbCall call, Answer answer) {
        String kind = WRITES.contains(call.operation()) ? "Write" : "Read";
        JsonNode body = json(answer.body());
        String type = body.path("__type").asText();
        if (THROTTLED.contains(type.substring(type.indexOf('#') + 1))) {
            call.tables().forEach(table -> throttled(kind + "ThrottleEvents", table, call));
        }
        JsonNode consumed = body.path("ConsumedCapacity");
        for (JsonNode of : consumed.isArray() ? consumed : JSON.createArrayNode().add(consumed)) {
            if (of.has("TableName")) {
                put(
                        "Consumed" + kind + "CapacityUnits",
                        of.path("TableName").asText(),
                        of.path("CapacityUnits").doubleValue());
            }
        }
    }

    /** A request to an index counts for the index alone. */
    private void throttled(String name, String table, DynamoDbCall call) {
        String index = call.body().path("IndexName").asText();
        if (index.isEmpty()) {
            put(name, table, 1);
        } else {
            metrics.put(
                    new MetricName(
                            NAMESPACE,
                            name,
                            Map.of("TableName", table, "GlobalSecondaryIndexName", index)),
                    1);
        }
    }

    private void put(String name, String table, double value) {
        metrics.put(MetricName.of(NAMESPACE, name, "TableName", table), value);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }
}
