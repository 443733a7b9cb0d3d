package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The records of a table's stream in DynamoDB Local, as Lambda delivers them. */
public final class StreamRecords {

    private static final StreamMapping INSERTS = StreamMappings.inserts(1_000);

    private StreamRecords() {}

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
