package dev.reprise.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Records that were given up.
 *
 * @param condition why, in Lambda's words
 * @param invocations how often the function was called with them
 */
record DiscardedBatch(
        String condition, int invocations, String streamArn, String shardId, List<Record> records) {

    static final String TOO_OLD = "RecordAgeExceeded";
    static final String TOO_OFTEN = "RetryAttemptsExhausted";

    DiscardedBatch {
        records = List.copyOf(records);
    }

    /**
     * The message that the on-failure destination gets. It names the records, and has none of them.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">Discarded
     *     batches of a DynamoDB stream</a>
     */
    String message(Instant at, String functionName) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject("requestContext")
                .put("functionArn", StandInArns.function(functionName))
                .put("condition", condition)
                .put("approximateInvokeCount", invocations);
        message.put("version", "1.0").put("timestamp", at.toString());
        message.putObject("DDBStreamBatchInfo")
                .put("shardId", shardId)
                .put("startSequenceNumber", records.getFirst().dynamodb().sequenceNumber())
                .put("endSequenceNumber", records.getLast().dynamodb().sequenceNumber())
                .put("approximateArrivalOfFirstRecord", arrival(records.getFirst()))
                .put("approximateArrivalOfLastRecord", arrival(records.getLast()))
                .put("batchSize", records.size())
                .put("streamArn", streamArn);
        return message.toString();
    }

    private static String arrival(Record record) {
        return record.dynamodb().approximateCreationDateTime().toString();
    }
}
