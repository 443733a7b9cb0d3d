package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Shards that end and begin, which a test cannot cause in DynamoDB Local. */
class StreamPumpTest {

    private static final StreamMapping TWO_INSERTS = StreamMappings.inserts(2);

    /** How old the records are. */
    private static final Duration AGE = Duration.ofHours(1);

    private final FakeStreams streams = new FakeStreams();
    private final List<DiscardedBatch> givenUp = new ArrayList<>();

    @Test
    void a_shard_waits_for_the_end_of_its_parent() {
        streams.shard("child", "parent", 3, 4).end("child");
        streams.shard("parent", null, 1, 2).end("parent");
        var function = StreamFunction.succeeding();

        rounds(pump(function), 8);

        assertThat(function.batches).containsExactly(List.of(1, 2), List.of(3, 4));
    }

    @Test
    void a_shard_waits_for_the_failed_records_of_its_parent() {
        streams.shard("parent", null, 1, 2).end("parent").shard("child", "parent", 3);
        var failures = new ArrayList<>(List.of(2, 2, 2));
        var function =
                StreamFunction.failing(
                        _ -> failures.isEmpty() ? Set.of() : Set.of(failures.removeFirst()));

        rounds(pump(function), 8);

        assertThat(function.batches)
                .containsExactly(List.of(1, 2), List.of(2), List.of(2), List.of(2), List.of(3));
    }

    @Test
    void a_shard_whose_parent_is_gone_is_read() {
        streams.shard("child", "trimmed", 3);
        var function = StreamFunction.succeeding();

        rounds(pump(function), 3);

        assertThat(function.batches).containsExactly(List.of(3));
    }

    @Test
    void a_shard_that_fails_does_not_stop_another_one() {
        streams.shard("a", null, 1).shard("b", null, 2, 3, 4);
        var function = StreamFunction.failing(batch -> batch.contains(1) ? Set.of(1) : Set.of());

        rounds(pump(function), 3);

        assertThat(function.batches)
                .containsExactly(List.of(1), List.of(2, 3), List.of(1), List.of(4), List.of(1));
    }

    @Test
    void a_shard_that_replaces_one_that_ends_is_found() {
        streams.shard("first", null, 1);
        var function = StreamFunction.succeeding();
        StreamPump pump = pump(function);
        rounds(pump, 2);

        streams.end("first").shard("second", "first", 2);
        rounds(pump, 3);

        assertThat(function.batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void a_new_shard_beside_the_others_is_found() {
        streams.shard("first", null, 1);
        var function = StreamFunction.succeeding();
        StreamPump pump = pump(function);
        rounds(pump, 2);

        streams.shard("beside", null, 2);
        rounds(pump, 60);

        assertThat(function.batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void a_batch_that_fails_more_often_than_it_may_is_given_up() {
        streams.shard("a", null, 1, 2, 3);
        var function = StreamFunction.failing(batch -> batch.contains(2) ? Set.of(2) : Set.of());

        rounds(pump(function, rules(1, Optional.empty())), 6);

        assertThat(function.batches).containsExactly(List.of(1, 2), List.of(2), List.of(3));
        assertThat(givenUp)
                .singleElement()
                .satisfies(batch -> {
                    assertThat(batch.condition()).isEqualTo(DiscardedBatch.TOO_OFTEN);
                    assertThat(batch.invocations()).isEqualTo(2);
                    assertThat(batch.message(Instant.EPOCH, "F"))
                            .contains("\"startSequenceNumber\":\"nr-2\"", "\"batchSize\":1");
                });
    }

    @Test
    void
            a_batch_for_which_there_is_no_concurrency_is_delivered_again_as_a_whole_and_not_given_up() {
        streams.shard("shard", null, 1, 2);
        var refusals = new AtomicInteger(5);
        var function =
                StreamFunction.failing(_ -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw FunctionFailure.throttled();
                    }
                    return Set.of();
                });

        rounds(pump(function, rules(1, Optional.empty())), 7);

        assertThat(function.batches).hasSize(6).containsOnly(List.of(1, 2));
        assertThat(givenUp).isEmpty();
    }

    @Test
    void a_record_that_is_too_old_is_given_up_and_the_function_is_not_called() {
        streams.shard("a", null, 1, 2);
        var function = StreamFunction.succeeding();

        rounds(pump(function, rules(-1, Optional.of(AGE.minusSeconds(1)))), 3);

        assertThat(function.batches).isEmpty();
        assertThat(givenUp)
                .singleElement()
                .satisfies(batch -> {
                    assertThat(batch.condition()).isEqualTo(DiscardedBatch.TOO_OLD);
                    assertThat(batch.records()).hasSize(2);
                });
    }

    @Test
    void a_record_that_is_as_old_as_it_may_be_is_delivered() {
        streams.shard("a", null, 1);
        var function = StreamFunction.succeeding();

        rounds(pump(function, rules(-1, Optional.of(AGE))), 2);

        assertThat(function.batches).containsExactly(List.of(1));
        assertThat(givenUp).isEmpty();
    }

    @Test
    void without_partial_failures_a_report_is_not_read() {
        streams.shard("a", null, 1, 2);
        var function = StreamFunction.failing(_ -> Set.of(1));

        rounds(
                pump(function, new RetryRules(false, true, -1, Optional.empty(), Optional.empty())),
                3);

        assertThat(function.batches).containsExactly(List.of(1, 2));
    }

    @Test
    void without_bisecting_a_failed_batch_is_delivered_again_as_a_whole() {
        streams.shard("a", null, 1, 2);
        var failures = new ArrayList<>(List.of(1));
        var function =
                StreamFunction.failing(_ -> {
                    if (!failures.isEmpty()) {
                        failures.removeFirst();
                        throw new IllegalStateException("fails, as this test expects");
                    }
                    return Set.of();
                });

        rounds(
                pump(function, new RetryRules(true, false, -1, Optional.empty(), Optional.empty())),
                3);

        assertThat(function.batches).containsExactly(List.of(1, 2), List.of(1, 2));
    }

    private static RetryRules rules(long maxRetries, Optional<Duration> maxAge) {
        return new RetryRules(true, true, maxRetries, maxAge, Optional.of("queue"));
    }

    private StreamPump pump(StreamFunction function, RetryRules rules) {
        return new StreamPump(
                streams,
                "arn",
                new StreamMapping(2, List.of(), rules),
                function,
                () -> Instant.EPOCH.plus(AGE),
                givenUp::add);
    }

    private StreamPump pump(StreamFunction function) {
        return new StreamPump(streams, "arn", TWO_INSERTS, function);
    }

    private static void rounds(StreamPump pump, int count) {
        for (int i = 0; i < count; i++) {
            var _ = pump.round();
        }
    }

    /** Its iterators are {@code shard/position}. A page of the list of shards has one shard. */
    private static final class FakeStreams implements DynamoDbStreamsClient {

        private final Map<String, Shard> shards = new LinkedHashMap<>();
        private final Map<String, List<Record>> records = new LinkedHashMap<>();
        private final List<String> ended = new ArrayList<>();

        FakeStreams shard(String id, @Nullable String parent, int... seqs) {
            shards.put(id, Shard.builder().shardId(id).parentShardId(parent).build());
            records.put(id, IntStream.of(seqs).mapToObj(FakeStreams::record).toList());
            return this;
        }

        FakeStreams end(String id) {
            ended.add(id);
            return this;
        }

        private static Record record(int seq) {
            return Record.builder()
                    .eventName("INSERT")
                    .dynamodb(change ->
                            change.sequenceNumber("nr-" + seq)
                                    .approximateCreationDateTime(Instant.EPOCH)
                                    .streamViewType("NEW_IMAGE")
                                    .keys(
                                            Map.of(
                                                    "seq",
                                                    AttributeValue.fromN(Integer.toString(seq)))))
                    .build();
        }

        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            List<String> ids = new ArrayList<>(shards.keySet());
            int place = ids.indexOf(request.exclusiveStartShardId()) + 1;
            boolean last = place == ids.size() - 1;
            return DescribeStreamResponse.builder()
                    .streamDescription(stream ->
                            stream.shards(shards.get(ids.get(place)))
                                    .lastEvaluatedShardId(last ? null : ids.get(place)))
                    .build();
        }

        @Override
        public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
            return GetShardIteratorResponse.builder()
                    .shardIterator(request.shardId() + "/0")
                    .build();
        }

        @Override
        public GetRecordsResponse getRecords(GetRecordsRequest request) {
            String[] iterator = request.shardIterator().split("/");
            String shard = iterator[0];
            List<Record> all = records.getOrDefault(shard, List.of());
            int from = Integer.parseInt(iterator[1]);
            int to = Math.min(all.size(), from + request.limit());
            boolean over = to == all.size() && ended.contains(shard);
            return GetRecordsResponse.builder()
                    .records(all.subList(from, to))
                    .nextShardIterator(over ? null : shard + "/" + to)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
