package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.StreamPump.Round;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Delivers the stream of a table in DynamoDB Local as Lambda does. */
@RunsBesideQuarkus
class StreamPumpIT {

    private static final DynamoDbClient DYNAMO_DB = DynamoDbLocal.client();
    private static final DynamoDbStreamsClient STREAMS = StreamPump.streamsOf(DYNAMO_DB);
    private static final StreamMapping THREE_INSERTS = StreamMappings.inserts(3);

    private final String table = DynamoDbLocal.freshTables() + "-events";

    @AfterAll
    static void close() {
        STREAMS.close();
        DYNAMO_DB.close();
    }

    @Test
    void records_are_delivered_in_the_order_of_writing_in_batches_of_the_mappings_size() {
        put(1, 2, 3, 4, 5, 6, 7);
        var function = StreamFunction.succeeding();

        rounds(pump(function));

        assertThat(function.batches)
                .containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
    }

    @Test
    void records_that_are_written_later_are_delivered_later() {
        var function = StreamFunction.succeeding();
        StreamPump pump = pump(function);

        rounds(pump);
        put(1, 2);
        rounds(pump);
        put(3);
        rounds(pump);

        assertThat(function.batches).containsExactly(List.of(1, 2), List.of(3));
    }

    @Test
    void a_record_is_delivered_as_by_lambda() {
        Map<String, AttributeValue> item = new HashMap<>(key(1));
        item.put("hash", AttributeValue.fromB(SdkBytes.fromUtf8String("#")));
        item.put("meta", AttributeValue.fromM(Map.of("actor", AttributeValue.fromS("someone"))));
        DYNAMO_DB.putItem(put -> put.tableName(table).item(item));
        var function = StreamFunction.succeeding();

        rounds(pump(function));

        DynamodbStreamRecord record = function.events.getFirst().getRecords().getFirst();
        assertThat(record.getEventName()).isEqualTo("INSERT");
        assertThat(record.getEventSource()).isEqualTo("aws:dynamodb");
        assertThat(record.getEventSourceARN()).isEqualTo(StreamPump.streamOf(DYNAMO_DB, table));
        var change = record.getDynamodb();
        assertThat(change.getSequenceNumber()).isNotEmpty();
        assertThat(change.getStreamViewType()).isEqualTo("NEW_IMAGE");
        assertThat(change.getKeys()).containsOnlyKeys("stream", "seq");
        assertThat(change.getNewImage())
                .containsOnlyKeys("stream", "seq", "hash", "meta")
                .containsEntry("hash", attribute().withB(ByteBuffer.wrap(new byte[] {'#'})))
                .containsEntry(
                        "meta", attribute().withM(Map.of("actor", attribute().withS("someone"))));
    }

    @Test
    void a_record_that_no_filter_matches_is_not_delivered() {
        put(1);
        DYNAMO_DB.updateItem(update ->
                update.tableName(table)
                        .key(key(1))
                        .updateExpression("SET x = :x")
                        .expressionAttributeValues(Map.of(":x", AttributeValue.fromS("y"))));
        DYNAMO_DB.deleteItem(delete -> delete.tableName(table).key(key(1)));
        put(2);
        var function = StreamFunction.succeeding();

        rounds(pump(function));

        assertThat(function.batches.stream().flatMap(List::stream)).containsExactly(1, 2);
    }

    @Test
    void records_from_the_lowest_reported_one_on_are_delivered_again_before_any_other() {
        put(1, 2, 3, 4);
        var function = StreamFunction.failing(batch -> batch.contains(1) ? Set.of(2, 3) : Set.of());

        List<Round> rounds = rounds(pump(function));

        assertThat(rounds).containsExactly(Round.FAILED, Round.BUSY, Round.BUSY, Round.IDLE);
        assertThat(function.batches).containsExactly(List.of(1, 2, 3), List.of(2, 3), List.of(4));
    }

    @Test
    void a_report_of_a_record_that_is_not_in_the_batch_fails_the_whole_batch() {
        put(1, 2);
        var reports = new ArrayList<>(List.of("", "1e9"));
        var function = StreamFunction.succeeding();

        rounds(
                pump(event -> {
                    StreamsEventResponse answer = function.apply(event);
                    return reports.isEmpty()
                            ? answer
                            : new StreamsEventResponse(
                                    List.of(new BatchItemFailure(reports.removeFirst())));
                }));

        assertThat(function.batches)
                .containsExactly(List.of(1, 2), List.of(1), List.of(1), List.of(2));
    }

    @Test
    void a_batch_that_makes_the_function_fail_is_delivered_again_in_halves() {
        put(1, 2, 3, 4, 5);
        var poison = new CountDownLatch(3);
        var function =
                StreamFunction.failing(batch -> {
                    if (batch.contains(3) && poison.getCount() > 0) {
                        poison.countDown();
                        throw new IllegalStateException("fails, as this test expects");
                    }
                    return Set.of();
                });

        rounds(pump(function));

        assertThat(function.batches)
                .containsExactly(
                        List.of(1, 2, 3),
                        List.of(1),
                        List.of(2, 3),
                        List.of(2),
                        List.of(3),
                        List.of(3),
                        List.of(4, 5));
    }

    @Test
    void a_new_pump_begins_with_the_first_record() {
        put(1, 2);
        var function = StreamFunction.succeeding();

        rounds(pump(function));
        rounds(pump(function));

        assertThat(function.batches).containsExactly(List.of(1, 2), List.of(1, 2));
    }

    private StreamPump pump(Function<DynamodbEvent, StreamsEventResponse> function) {
        return new StreamPump(
                STREAMS, StreamPump.streamOf(DYNAMO_DB, table), THREE_INSERTS, function);
    }

    private static com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue
            attribute() {
        return new com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue();
    }

    private static List<Round> rounds(StreamPump pump) {
        var rounds = new ArrayList<Round>();
        do {
            rounds.add(pump.round());
        } while (rounds.getLast() != Round.IDLE);
        return rounds;
    }

    private void put(int... seqs) {
        for (int seq : seqs) {
            DYNAMO_DB.putItem(put -> put.tableName(table).item(key(seq)));
        }
    }

    private static Map<String, AttributeValue> key(int seq) {
        return Map.of(
                "stream",
                AttributeValue.fromS("order-" + seq % 2),
                "seq",
                AttributeValue.fromN(Integer.toString(seq)));
    }
}
