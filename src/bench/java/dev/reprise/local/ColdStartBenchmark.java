package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Measures the processor time that the packaged orders function takes until it is ready, and for
 * its first call, which creates an order.
 */
class ColdStartBenchmark {

    private static final int ROUNDS = 6;

    /** What a start took, and the first call after it. */
    private record Start(Duration ready, Duration firstCall) {}

    @Test
    void start_and_first_call() throws IOException {
        Map<String, UnaryOperator<String>> templates = new LinkedHashMap<>();
        templates.put(
                "without a snapshot",
                text -> text.replace("ApplyOn: PublishedVersions", "ApplyOn: None"));
        templates.put("as in a snapshot: primed", UnaryOperator.identity());

        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            templates.forEach((name, template) ->
                    starts.computeIfAbsent(name, _ -> new ArrayList<>()).add(start(template)));
        }

        MarkdownTable result = new MarkdownTable("", "until it is ready", "the first call");
        starts.forEach((name, measured) ->
                result.row(name, range(measured, Start::ready), range(measured, Start::firstCall)));
        Numbers.add(
                "How a function starts",
                "Processor time, milliseconds: the median of %d starts by turns (lowest to highest)."
                        .formatted(ROUNDS),
                result);
    }

    @Test
    void start_and_first_batch_of_the_projector() throws IOException {
        List<Start> starts = new ArrayList<>();
        try (var deployed = new Deployed(Deployed.template());
                DynamoDbClient dynamoDb = deployed.dynamoDb()) {
            Deployed.expect(201, deployed.create(Deployed.freshId(), "k1"));
            String batch = batch(StreamRecords.inserts(dynamoDb, deployed.eventsTable()));
            FunctionPool projector = deployed.stack.function("ProjectorFunction");
            for (int round = 0; round < ROUNDS; round++) {
                FunctionProcess process = projector.start();
                process.awaitStart();
                Duration ready = process.processorTime();
                String answer = process.invoke(batch);
                if (!answer.equals("{\"batchItemFailures\":[]}")) {
                    throw new IllegalStateException("the batch was not projected: " + answer);
                }
                starts.add(new Start(ready, process.processorTime().minus(ready)));
                projector.restart();
            }
        }
        MarkdownTable result = new MarkdownTable("", "until it is ready", "the first batch");
        result.row(
                "as in a snapshot", range(starts, Start::ready), range(starts, Start::firstCall));
        Numbers.add(
                "How the projector starts",
                "Processor time, milliseconds: the median of %d starts (lowest to highest)."
                        .formatted(ROUNDS),
                result);
    }

    /** What the stream's source hands to the function. */
    private static String batch(List<DynamodbStreamRecord> records) {
        var event = new DynamodbEvent();
        event.setRecords(records);
        var json = new ByteArrayOutputStream();
        LambdaEventSerializers.serializerFor(
                        DynamodbEvent.class, ColdStartBenchmark.class.getClassLoader())
                .toJson(event, json);
        return json.toString(UTF_8);
    }

    private static Start start(UnaryOperator<String> template) {
        try (var deployed = new Deployed(Deployed.template(template))) {
            FunctionProcess process = deployed.stack.function("OrdersFunction").start();
            process.awaitStart();
            Duration ready = process.processorTime();
            String answer = process.invoke(creation());
            Duration firstCall = process.processorTime().minus(ready);
            if (!answer.contains("\"statusCode\":201")) {
                throw new IllegalStateException("no order was created: " + answer);
            }
            return new Start(ready, firstCall);
        }
    }

    /** What the API hands to the function. */
    private static String creation() {
        return """
        {"version":"2.0","routeKey":"$default","rawPath":"/orders","rawQueryString":"",
         "headers":{"content-type":"application/json","idempotency-key":"%1$s"},
         "requestContext":{"accountId":"1","apiId":"a","domainName":"d","stage":"$default","requestId":"r","routeKey":"$default",
          "time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000,
          "http":{"method":"POST","path":"/orders","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"bench"}},
         "body":"{\\"orderId\\":\\"%1$s\\",\\"customerId\\":\\"c1\\",\\"items\\":[{\\"itemId\\":\\"book-1\\",\\"quantity\\":2,\\"price\\":15.90}]}",
         "isBase64Encoded":false}
        """
                .formatted(Deployed.freshId());
    }

    private static String range(List<Start> starts, Function<Start, Duration> what) {
        List<Long> sorted = starts.stream().map(what).map(Duration::toMillis).sorted().toList();
        return "%,d (%,d to %,d)"
                .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
