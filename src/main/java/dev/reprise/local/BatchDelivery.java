package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.reprise.local.StreamPump.Round;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Calls a function with batches of records, and delivers again or gives up what fails. */
final class BatchDelivery {

    /**
     * Records of one shard, in order.
     *
     * @param retries how often they were delivered again. A split is not counted
     */
    record Batch(String shardId, List<Record> records, int retries) {

        Batch {
            records = List.copyOf(records);
        }

        private Batch part(int from, int to, int retries) {
            return new Batch(shardId, records.subList(from, to), retries);
        }
    }

    private static final Logger LOG = Logger.getLogger(StreamPump.class);

    private final RetryRules rules;
    private final String streamArn;
    private final StreamEvents events;
    private final Function<DynamodbEvent, StreamsEventResponse> function;
    private final InstantSource clock;
    private final Consumer<DiscardedBatch> destination;

    /**
     * @param clock says how old a record is
     * @param destination gets what is given up
     */
    BatchDelivery(
            RetryRules rules,
            String streamArn,
            Function<DynamodbEvent, StreamsEventResponse> function,
            InstantSource clock,
            Consumer<DiscardedBatch> destination) {
        this.rules = rules;
        this.streamArn = streamArn;
        this.events = new StreamEvents(streamArn);
        this.function = function;
        this.clock = clock;
        this.destination = destination;
    }

    /** Takes the first batch and delivers it. What has to be delivered again is first then. */
    Round deliver(Deque<Batch> batches) {
        Batch batch = batches.remove();
        int expired = expired(batch);
        if (expired > 0) {
            giveUp(
                    batch.part(0, expired, batch.retries()),
                    DiscardedBatch.TOO_OLD,
                    batch.retries());
            batch = batch.part(expired, batch.records().size(), batch.retries());
        }
        return batch.records().isEmpty() ? Round.BUSY : call(batch, batches);
    }

    private Round call(Batch batch, Deque<Batch> batches) {
        int size = batch.records().size();
        StreamsEventResponse answer;
        try {
            answer = function.apply(events.event(batch.records()));
        } catch (RuntimeException e) {
            if (e instanceof FunctionFailure failure && failure.isThrottled()) {
                // The function was not called, so this does not count as an attempt.
                batches.addFirst(batch);
            } else {
                LOG.errorf(e, "the stream function failed with a batch of %d", size);
                retryInHalves(batch, batches);
            }
            return Round.FAILED;
        }
        if (!rules.partialFailures() || answer == null || isEmpty(answer.getBatchItemFailures())) {
            return Round.BUSY;
        }
        OptionalInt lowest = lowestFailure(batch.records(), answer.getBatchItemFailures());
        if (lowest.isPresent()) {
            retry(batch.part(lowest.getAsInt(), size, batch.retries()), batches);
        } else {
            LOG.errorf("the stream function reports a record that is not in its batch: %s", answer);
            retryInHalves(batch, batches);
        }
        return Round.FAILED;
    }

    /** The records of a batch, the oldest first, that nobody is given any more. */
    private int expired(Batch batch) {
        return rules.maxAge()
                .map(age -> clock.instant().minus(age))
                .map(limit ->
                        (int)
                                batch.records().stream()
                                        .takeWhile(record ->
                                                record.dynamodb()
                                                        .approximateCreationDateTime()
                                                        .isBefore(limit))
                                        .count())
                .orElse(0);
    }

    private void retry(Batch batch, Deque<Batch> batches) {
        if (rules.allowsRetryAfter(batch.retries())) {
            batches.addFirst(batch.part(0, batch.records().size(), batch.retries() + 1));
        } else {
            giveUp(batch, DiscardedBatch.TOO_OFTEN, batch.retries() + 1);
        }
    }

    private void retryInHalves(Batch batch, Deque<Batch> batches) {
        int half = batch.records().size() / 2;
        if (!rules.bisect() || half == 0) {
            retry(batch, batches);
            return;
        }
        batches.addFirst(batch.part(half, batch.records().size(), batch.retries()));
        batches.addFirst(batch.part(0, half, batch.retries()));
    }

    private void giveUp(Batch batch, String condition, int invocations) {
        LOG.errorf("%d records are given up: %s", batch.records().size(), condition);
        destination.accept(
                new DiscardedBatch(
                        condition, invocations, streamArn, batch.shardId(), batch.records()));
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
