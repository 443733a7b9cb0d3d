package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.reprise.RunsBesideQuarkus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

@Timeout(60) // for a pump that does not run
@RunsBesideQuarkus
class RunningStreamPumpIT {

    private static final DynamoDbClient DYNAMO_DB = DynamoDbLocal.client();
    private static final DynamoDbStreamsClient STREAMS = StreamPump.streamsOf(DYNAMO_DB);
    private static final StreamMapping INSERTS = StreamMappings.inserts(10);

    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final BlockingQueue<Integer> records = new LinkedBlockingQueue<>();

    @AfterAll
    static void close() {
        STREAMS.close();
        DYNAMO_DB.close();
    }

    @Test
    void the_function_gets_what_is_written_until_the_pump_is_closed() throws Exception {
        try (var _ = RunningStreamPump.start(this::pump)) {
            put(1);
            assertThat(records.take()).isEqualTo(1);
            put(2);
            assertThat(records.take()).isEqualTo(2);
        }
        put(3);

        assertThat(records).isEmpty();
    }

    @Test
    void a_batch_that_fails_is_delivered_again_until_it_succeeds() throws Exception {
        var failures = new AtomicInteger(2);
        Supplier<StreamPump> failing =
                () ->
                        pump(record -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IllegalStateException("fails, as this test expects");
                            }
                            records.add(record);
                        });
        try (var _ = RunningStreamPump.start(failing)) {
            put(1);

            assertThat(records.take()).isEqualTo(1);
        }
        assertThat(failures).hasValue(-1);
    }

    @Test
    void after_a_failed_read_the_stream_is_read_from_its_first_record() throws Exception {
        put(1);
        var faults = new AtomicInteger(2);
        Supplier<StreamPump> faulty =
                () -> {
                    if (faults.getAndDecrement() > 0) {
                        throw SdkClientException.create("fails, as this test expects");
                    }
                    return pump();
                };
        try (var _ = RunningStreamPump.start(faulty)) {
            assertThat(records.take()).isEqualTo(1);
        }
    }

    private StreamPump pump() {
        return pump(records::add);
    }

    private StreamPump pump(Consumer<Integer> function) {
        return new StreamPump(
                STREAMS,
                StreamPump.streamOf(DYNAMO_DB, table),
                INSERTS,
                event -> {
                    event.getRecords().stream().map(StreamFunction::seq).forEach(function);
                    return new StreamsEventResponse(List.of());
                });
    }

    private void put(int seq) {
        DYNAMO_DB.putItem(put ->
                put.tableName(table)
                        .item(
                                Map.of(
                                        "stream",
                                        AttributeValue.fromS("order-1"),
                                        "seq",
                                        AttributeValue.fromN(Integer.toString(seq)))));
    }
}
