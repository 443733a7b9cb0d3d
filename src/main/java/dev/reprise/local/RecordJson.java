package dev.reprise.local;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** A stream record as the JSON that Lambda's filters are matched against. */
final class RecordJson {

    private RecordJson() {}

    static Map<String, Object> of(Record record, String streamArn) {
        Map<String, Object> json = new HashMap<>();
        json.put("eventID", record.eventID());
        json.put("eventName", record.eventNameAsString());
        json.put("eventVersion", record.eventVersion());
        json.put("eventSource", record.eventSource());
        json.put("awsRegion", record.awsRegion());
        json.put("eventSourceARN", streamArn);
        json.put("dynamodb", change(record.dynamodb()));
        return json;
    }

    private static Map<String, Object> change(StreamRecord change) {
        Map<String, Object> json = new HashMap<>();
        json.put(
                "ApproximateCreationDateTime",
                change.approximateCreationDateTime().getEpochSecond());
        json.put("SequenceNumber", change.sequenceNumber());
        json.put("SizeBytes", change.sizeBytes());
        json.put("StreamViewType", change.streamViewTypeAsString());
        json.put("Keys", item(change.keys()));
        if (change.hasNewImage()) {
            json.put("NewImage", item(change.newImage()));
        }
        if (change.hasOldImage()) {
            json.put("OldImage", item(change.oldImage()));
        }
        return json;
    }

    private static Map<String, Object> item(Map<String, AttributeValue> item) {
        Map<String, Object> json = new HashMap<>();
        item.forEach((name, value) -> json.put(name, attribute(value)));
        return json;
    }

    private static Map<String, Object> attribute(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case B -> Map.of("B", base64(value.b()));
            case M -> Map.of("M", item(value.m()));
            case L -> Map.of("L", value.l().stream().map(RecordJson::attribute).toList());
            case BOOL -> Map.of("BOOL", value.bool());
            case NUL -> Map.of("NULL", value.nul());
            case SS -> Map.of("SS", List.copyOf(value.ss()));
            case NS -> Map.of("NS", List.copyOf(value.ns()));
            case BS -> Map.of("BS", value.bs().stream().map(RecordJson::base64).toList());
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalStateException("the SDK does not know the type of " + value);
        };
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}
