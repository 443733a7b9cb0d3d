package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The records of a table's stream in DynamoDB Local, as Lambda delivers them. */
public final class StreamRecords {

    private static final Set<String> KEYS = Set.of("stream", "seq");

    private static final StreamMapping INSERTS = StreamMappings.inserts(1_000);

    private StreamRecords() {}

    /** The record of an inserted item of the events table. */
    public static DynamodbStreamRecord insert(
            Map<String, AttributeValue> item, String sequenceNumber) {
        Map<String, AttributeValue> keys = new HashMap<>(item);
        keys.keySet().retainAll(KEYS);
        Record inserted =
                Record.builder()
                        .eventID(UUID.randomUUID().toString())
                        .eventName(OperationType.INSERT)
                        .eventVersion("1.1")
                        .eventSource("aws:dynamodb")
                        .awsRegion("us-east-1")
                        .dynamodb(change ->
                                change.keys(keys)
                                        .newImage(item)
                                        .sequenceNumber(sequenceNumber)
                                        .sizeBytes(1L)
                                        .streamViewType(StreamViewType.NEW_IMAGE)
                                        .approximateCreationDateTime(Instant.EPOCH))
                        .build();
        return new StreamEvents("arn:of:the:stream")
                .event(List.of(inserted))
                .getRecords()
                .getFirst();
    }

    /** Every inserted item, from the first on. */
    public static List<DynamodbStreamRecord> inserts(DynamoDbClient dynamoDb, String table) {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        try (DynamoDbStreamsClient streams = StreamPump.streamsOf(dynamoDb)) {
            StreamPump pump =
                    new StreamPump(
                            streams,
                            StreamPump.streamOf(dynamoDb, table),
                            INSERTS,
                            event -> {
                                records.addAll(event.getRecords());
                                return new StreamsEventResponse(List.of());
                            });
            while (pump.round() != StreamPump.Round.IDLE) {
                // until every record is read
            }
        }
        return records;
    }
}
