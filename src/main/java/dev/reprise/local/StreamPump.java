package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads a table's stream from its first record on, and calls a function with the records, as
 * Lambda's event source mapping does. The records of a shard are delivered in order, and before
 * those of its child shards. A batch that fails is delivered again, without a limit of attempts,
 * before later records of its shard.
 *
 * <p>It works in rounds, which its user asks for, and never waits. It is not thread-safe.
 */
final class StreamPump {

    /** The outcome of a round. */
    enum Round {
        /** There was nothing to deliver. */
        IDLE,
        /** Records were read or delivered, and there may be more. */
        BUSY,
        /** Some records have to be delivered again. */
        FAILED
    }

    /** A stream seldom gets a new shard before one of its shards ends. */
    private static final int ROUNDS_BETWEEN_SHARD_LISTINGS = 50;

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final StreamMapping mapping;
    private final StreamEvents events;
    private final Function<DynamodbEvent, StreamsEventResponse> function;
    private final Map<String, ShardReader> shards = new LinkedHashMap<>();
    private int roundsToNextListing;

    StreamPump(
            DynamoDbStreamsClient streams,
            String streamArn,
            StreamMapping mapping,
            Function<DynamodbEvent, StreamsEventResponse> function) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.mapping = mapping;
        this.events = new StreamEvents(streamArn);
        this.function = function;
    }

    /** Makes a client of the streams in the same DynamoDB. The caller closes it. */
    static DynamoDbStreamsClient streamsOf(DynamoDbClient dynamoDb) {
        var same = dynamoDb.serviceClientConfiguration();
        var client =
                DynamoDbStreamsClient.builder()
                        .region(same.region())
                        .credentialsProvider(same.credentialsProvider());
        same.endpointOverride().ifPresent(client::endpointOverride);
        return client.build();
    }

    /** The ARN of a table's stream. */
    static String streamOf(DynamoDbClient dynamoDb, String table) {
        String arn =
                dynamoDb.describeTable(describe -> describe.tableName(table))
                        .table()
                        .latestStreamArn();
        if (arn == null) {
            throw new IllegalStateException(
                    "the table " + table + " has no stream: give it a StreamSpecification");
        }
        return arn;
    }

    /**
     * Calls the function at most once for each shard.
     *
     * @throws SdkException if the stream cannot be read. A new pump can read it from its first
     *     record
     */
    Round round() {
        if (roundsToNextListing-- == 0) {
            listShards();
        }
        Round outcome = Round.IDLE;
        for (ShardReader shard : shards.values()) {
            if (shard.isReadable()) {
                Round ofShard = shard.work();
                outcome = ofShard.compareTo(outcome) > 0 ? ofShard : outcome;
            }
        }
        return outcome;
    }

    private void listShards() {
        roundsToNextListing = ROUNDS_BETWEEN_SHARD_LISTINGS;
        Set<String> listed = new HashSet<>();
        String last = null;
        do {
            String after = last;
            DescribeStreamResponse page =
                    streams.describeStream(
                            describe -> describe.streamArn(streamArn).exclusiveStartShardId(after));
            for (Shard shard : page.streamDescription().shards()) {
                listed.add(shard.shardId());
                shards.computeIfAbsent(shard.shardId(), _ -> new ShardReader(shard));
            }
            last = page.streamDescription().lastEvaluatedShardId();
        } while (last != null);
        shards.keySet().retainAll(listed);
    }

    private final class ShardReader {

        private final Shard shard;

        /** What is read and not done with: the first is next, whatever comes after it. */
        private final Deque<List<Record>> batches = new ArrayDeque<>();

        /** Null once the shard has ended. */
        private @Nullable String iterator;

        private boolean begun;

        private ShardReader(Shard shard) {
            this.shard = shard;
        }

        private boolean isDone() {
            return begun && iterator == null && batches.isEmpty();
        }

        private boolean isReadable() {
            ShardReader parent = shards.get(Objects.requireNonNullElse(shard.parentShardId(), ""));
            return !isDone() && (parent == null || parent.isDone());
        }

        private Round work() {
            Round outcome = Round.IDLE;
            if (batches.isEmpty()) {
                outcome = read() ? Round.BUSY : Round.IDLE;
            }
            if (!batches.isEmpty()) {
                outcome = deliver(batches.remove());
            }
            if (isDone()) {
                roundsToNextListing = 0; // for its children
                outcome = outcome == Round.IDLE ? Round.BUSY : outcome;
            }
            return outcome;
        }

        /** Whether there were records, even if no filter matched them. */
        private boolean read() {
            if (!begun) {
                iterator =
                        streams.getShardIterator(request ->
                                        request.streamArn(streamArn)
                                                .shardId(shard.shardId())
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                                .shardIterator();
                begun = true;
            }
            GetRecordsResponse read =
                    streams.getRecords(
                            request -> request.shardIterator(iterator).limit(mapping.batchSize()));
            iterator = read.nextShardIterator();
            List<Record> batch =
                    read.records().stream()
                            .filter(record -> mapping.handsOn(RecordJson.of(record, streamArn)))
                            .toList();
            if (!batch.isEmpty()) {
                batches.add(batch);
            }
            return !read.records().isEmpty();
        }

        private Round deliver(List<Record> batch) {
            StreamsEventResponse answer;
            try {
                answer = function.apply(events.event(batch));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the stream function failed with a batch of %d", batch.size());
                retryInHalves(batch);
                return Round.FAILED;
            }
            if (answer == null || isEmpty(answer.getBatchItemFailures())) {
                return Round.BUSY;
            }
            OptionalInt lowest = lowestFailure(batch, answer.getBatchItemFailures());
            if (lowest.isPresent()) {
                batches.addFirst(batch.subList(lowest.getAsInt(), batch.size()));
            } else {
                LOG.errorf(
                        "the stream function reports a record that is not in its batch: %s",
                        answer);
                retryInHalves(batch);
            }
            return Round.FAILED;
        }

        private void retryInHalves(List<Record> batch) {
            int half = batch.size() / 2;
            batches.addFirst(batch.subList(half, batch.size()));
            if (half > 0) {
                batches.addFirst(batch.subList(0, half));
            }
        }
    }

    private static boolean isEmpty(@Nullable List<BatchItemFailure> failures) {
        return failures == null || failures.isEmpty();
    }

    /**
     * The place of the first record that is reported. None if any report is of something else,
     * which Lambda takes for a failure of the whole batch.
     */
    private static OptionalInt lowestFailure(List<Record> batch, List<BatchItemFailure> failures) {
        List<String> given =
                batch.stream().map(record -> record.dynamodb().sequenceNumber()).toList();
        List<String> reported = new ArrayList<>();
        failures.forEach(failure -> reported.add(failure.getItemIdentifier()));
        return given.containsAll(reported)
                ? IntStream.range(0, given.size())
                        .filter(i -> reported.contains(given.get(i)))
                        .findFirst()
                : OptionalInt.empty();
    }
}
