package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.reprise.local.BatchDelivery.Batch;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads a table's stream from its first record on, and calls a function with the records, as
 * Lambda's event source mapping does. The records of a shard are delivered in order, and before
 * those of its child shards. A batch that fails is delivered again, as the mapping says, before
 * later records of its shard.
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

    /** So often in a row, an iterator may be of records that are gone. */
    private static final int MAX_TRIMMED = 10;

    /** A stream seldom gets a new shard before one of its shards ends. */
    private static final int ROUNDS_BETWEEN_SHARD_LISTINGS = 50;

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final StreamMapping mapping;
    private final BatchDelivery delivery;
    private final Map<String, ShardReader> shards = new LinkedHashMap<>();
    private int roundsToNextListing;

    StreamPump(
            DynamoDbStreamsClient streams,
            String streamArn,
            StreamMapping mapping,
            Function<DynamodbEvent, StreamsEventResponse> function) {
        this(streams, streamArn, mapping, function, InstantSource.system(), _ -> {});
    }

    /**
     * @param clock says how old a record is
     * @param destination gets what the mapping gives up
     */
    StreamPump(
            DynamoDbStreamsClient streams,
            String streamArn,
            StreamMapping mapping,
            Function<DynamodbEvent, StreamsEventResponse> function,
            InstantSource clock,
            Consumer<DiscardedBatch> destination) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.mapping = mapping;
        this.delivery =
                new BatchDelivery(mapping.retries(), streamArn, function, clock, destination);
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
        private final Deque<Batch> batches = new ArrayDeque<>();

        /** Null once the shard has ended. */
        private @Nullable String iterator;

        private boolean begun;

        /** The sequence number of the last record that was read; null if none was. */
        private @Nullable String lastRead;

        private int trimmed;

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
                outcome = delivery.deliver(batches);
            }
            if (isDone()) {
                roundsToNextListing = 0; // for its children
                outcome = outcome == Round.IDLE ? Round.BUSY : outcome;
            }
            return outcome;
        }

        private String begin() {
            String after = lastRead;
            return streams.getShardIterator(
                            request -> {
                                request.streamArn(streamArn).shardId(shard.shardId());
                                if (after == null) {
                                    request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                                } else {
                                    request.shardIteratorType(
                                                    ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                            .sequenceNumber(after);
                                }
                            })
                    .shardIterator();
        }

        /** Whether there were records, even if no filter matched them. */
        private boolean read() {
            if (!begun) {
                iterator = begin();
                begun = true;
            }
            GetRecordsResponse read;
            try {
                read =
                        streams.getRecords(request ->
                                request.shardIterator(iterator).limit(mapping.batchSize()));
            } catch (TrimmedDataAccessException e) {
                // DynamoDB Local may say so of a new iterator, if tables are made meanwhile.
                if (++trimmed == MAX_TRIMMED) {
                    throw e;
                }
                begun = false;
                return true;
            }
            trimmed = 0;
            if (!read.records().isEmpty()) {
                lastRead = read.records().getLast().dynamodb().sequenceNumber();
            }
            iterator = read.nextShardIterator();
            List<Record> batch =
                    read.records().stream()
                            .filter(record -> mapping.handsOn(RecordJson.of(record, streamArn)))
                            .toList();
            if (!batch.isEmpty()) {
                batches.add(new Batch(shard.shardId(), batch, 0));
            }
            return !read.records().isEmpty();
        }
    }
}
