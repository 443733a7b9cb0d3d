package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.local.DynamoDbLocal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Measures what a put costs with each HTTP client of the SDK that is written in Java. */
class HttpClientBenchmark {

    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 8;
    private static final int PUTS = 2_000;

    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    void put_of_one_item() throws IOException {
        Map<String, SdkHttpClient.Builder<?>> contestants = new LinkedHashMap<>();
        contestants.put("Apache", ApacheHttpClient.builder());
        contestants.put("URL connection", UrlConnectionHttpClient.builder());

        Map<String, DynamoDbClient> clients = new LinkedHashMap<>();
        contestants.forEach((name, http) ->
                clients.put(name, DynamoDbLocal.clientBuilder().httpClientBuilder(http).build()));
        Map<String, List<Measured>> costs = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, DynamoDbClient> client : clients.entrySet()) {
                Measured cost = puts(client.getValue());
                if (round >= WARM_UP_ROUNDS) {
                    costs.computeIfAbsent(client.getKey(), _ -> new ArrayList<>()).add(cost);
                }
            }
        }
        clients.values().forEach(DynamoDbClient::close);

        MarkdownTable result = new MarkdownTable("client", "processor time, µs", "time, µs");
        costs.forEach((name, measured) ->
                result.row(
                        name,
                        median(measured.stream().map(Measured::processorMicros).toList()),
                        median(measured.stream().map(Measured::micros).toList())));
        Numbers.add(
                "The HTTP clients of the SDK",
                "A put by one thread: medians of %d rounds of %,d puts by turns."
                        .formatted(ROUNDS - WARM_UP_ROUNDS, PUTS),
                result);
    }

    private Measured puts(DynamoDbClient client) {
        long processor = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        for (int put = 0; put < PUTS; put++) {
            client.putItem(newItem());
        }
        return new Measured(
                (threads.getCurrentThreadCpuTime() - processor) / 1_000 / PUTS,
                (System.nanoTime() - start) / 1_000 / PUTS);
    }

    private PutItemRequest newItem() {
        Map<String, AttributeValue> item =
                Map.of(
                        EventsTable.STREAM,
                        Attributes.text("order-" + UUID.randomUUID()),
                        EventsTable.SEQ,
                        Attributes.number(1),
                        "events",
                        Attributes.text("e".repeat(160)));
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(EventsTable.KEY_IS_FREE)
                .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                .build();
    }

    private static String median(List<Long> values) {
        return String.valueOf(values.stream().sorted().toList().get(values.size() / 2));
    }

    /** What one put took on average. */
    private record Measured(long processorMicros, long micros) {}
}
