package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.local.DynamoDbGateway.Answer;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamoDbMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    private final CloudWatch metrics = new CloudWatch(() -> NOW);

    private void answer(String operation, String request, Answer answer) {
        new DynamoDbMetrics(metrics)
                .answered(
                        DynamoDbCall.of(
                                "role",
                                "process",
                                "DynamoDB_20120810." + operation,
                                request.getBytes(UTF_8)),
                        answer);
    }

    private OptionalDouble sum(String name, String table) {
        return metrics.statistic(
                MetricName.of("AWS/DynamoDB", name, "TableName", table),
                "Sum",
                NOW,
                CloudWatch.MINUTE);
    }

    @ParameterizedTest
    @CsvSource({
        "PutItem, ThrottlingException, WriteThrottleEvents",
        "UpdateItem, ProvisionedThroughputExceededException, WriteThrottleEvents",
        "Query, ThrottlingException, ReadThrottleEvents"
    })
    void a_request_that_is_throttled_counts_for_its_table(
            String operation, String error, String metric) {
        answer(operation, "{\"TableName\":\"events\"}", Answer.error(error, "too many"));
        assertThat(sum(metric, "events")).hasValue(1);
    }

    @Test
    void an_index_counts_for_itself() {
        answer(
                "Query",
                "{\"TableName\":\"views\",\"IndexName\":\"first\"}",
                Answer.error("ThrottlingException", "too many"));

        assertThat(
                        metrics.statistic(
                                new MetricName(
                                        "AWS/DynamoDB",
                                        "ReadThrottleEvents",
                                        Map.of(
                                                "TableName",
                                                "views",
                                                "GlobalSecondaryIndexName",
                                                "first")),
                                "Sum",
                                NOW,
                                CloudWatch.MINUTE))
                .hasValue(1);
        assertThat(sum("ReadThrottleEvents", "views")).isEmpty();
    }

    @Test
    void each_table_of_a_transaction_counts_once() {
        answer(
                "TransactWriteItems",
                """
                {"TransactItems":[{"Put":{"TableName":"views"}},{"Put":{"TableName":"views"}},
                 {"ConditionCheck":{"TableName":"events"}}]}
                """,
                Answer.error("ThrottlingException", "too many"));
        assertThat(sum("WriteThrottleEvents", "views")).hasValue(1);
        assertThat(sum("WriteThrottleEvents", "events")).hasValue(1);
    }

    @Test
    void other_errors_are_no_throttling() {
        answer(
                "PutItem",
                "{\"TableName\":\"events\"}",
                Answer.error("ConditionalCheckFailedException", "it is there"));
        assertThat(sum("WriteThrottleEvents", "events")).isEmpty();
    }

    @Test
    void units_count_as_an_answer_says() {
        answer(
                "PutItem",
                "{\"TableName\":\"events\"}",
                new Answer(
                        200,
                        Map.of(),
                        "{\"ConsumedCapacity\":{\"TableName\":\"events\",\"CapacityUnits\":2.0}}"));
        answer(
                "BatchGetItem",
                "{\"RequestItems\":{\"views\":{}}}",
                new Answer(
                        200,
                        Map.of(),
                        """
                        {"ConsumedCapacity":[{"TableName":"views","CapacityUnits":0.5},
                         {"TableName":"keys","CapacityUnits":1.5}]}
                        """));
        assertThat(sum("ConsumedWriteCapacityUnits", "events")).hasValue(2);
        assertThat(sum("ConsumedReadCapacityUnits", "views")).hasValue(0.5);
        assertThat(sum("ConsumedReadCapacityUnits", "keys")).hasValue(1.5);
    }

    @Test
    void an_answer_that_says_no_units_counts_none() {
        answer("PutItem", "{\"TableName\":\"events\"}", new Answer(200, Map.of(), "{}"));
        assertThat(sum("ConsumedWriteCapacityUnits", "events")).isEmpty();
    }
}
