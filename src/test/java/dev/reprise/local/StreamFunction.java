package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** A stream function that keeps its batches, each record as its key's {@code seq}. */
final class StreamFunction implements Function<DynamodbEvent, StreamsEventResponse> {

    final List<DynamodbEvent> events = new ArrayList<>();
    final List<List<Integer>> batches = new ArrayList<>();
    private final Function<List<Integer>, Set<Integer>> failures;

    private StreamFunction(Function<List<Integer>, Set<Integer>> failures) {
        this.failures = failures;
    }

    static StreamFunction succeeding() {
        return new StreamFunction(_ -> Set.of());
    }

    /**
     * @param failures returns the records of a batch to deliver again
     */
    static StreamFunction failing(Function<List<Integer>, Set<Integer>> failures) {
        return new StreamFunction(failures);
    }

    @Override
    public StreamsEventResponse apply(DynamodbEvent event) {
        events.add(event);
        List<Integer> batch = event.getRecords().stream().map(StreamFunction::seq).toList();
        batches.add(batch);
        Set<Integer> toDeliverAgain = failures.apply(batch);
        return new StreamsEventResponse(
                event.getRecords().stream()
                        .filter(record -> toDeliverAgain.contains(seq(record)))
                        .map(record -> record.getDynamodb().getSequenceNumber())
                        .map(BatchItemFailure::new)
                        .toList()
                        .reversed());
    }

    static int seq(DynamodbStreamRecord record) {
        AttributeValue seq = record.getDynamodb().getKeys().get("seq");
        return Integer.parseInt(Objects.requireNonNull(seq, "a record's key has a seq").getN());
    }
}
