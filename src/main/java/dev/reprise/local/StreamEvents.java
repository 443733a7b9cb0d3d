package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Converts records of a DynamoDB stream into the event that Lambda calls a function with. */
final class StreamEvents {

    private final String streamArn;

    StreamEvents(String streamArn) {
        this.streamArn = streamArn;
    }

    DynamodbEvent event(List<Record> records) {
        var event = new DynamodbEvent();
        event.setRecords(records.stream().map(this::record).toList());
        return event;
    }

    private DynamodbStreamRecord record(Record source) {
        var change = source.dynamodb();
        var data = new StreamRecord();
        data.setApproximateCreationDateTime(Date.from(change.approximateCreationDateTime()));
        data.setKeys(attributes(change.keys()));
        data.setSequenceNumber(change.sequenceNumber());
        data.setSizeBytes(change.sizeBytes());
        data.setStreamViewType(StreamViewType.fromValue(change.streamViewTypeAsString()));
        if (change.hasNewImage()) {
            data.setNewImage(attributes(change.newImage()));
        }
        if (change.hasOldImage()) {
            data.setOldImage(attributes(change.oldImage()));
        }
        var record = new DynamodbStreamRecord();
        record.setEventID(source.eventID());
        record.setEventName(source.eventNameAsString());
        record.setEventVersion(source.eventVersion());
        record.setEventSource(source.eventSource());
        record.setAwsRegion(source.awsRegion());
        record.setEventSourceARN(streamArn);
        record.setDynamodb(data);
        return record;
    }

    private static Map<String, AttributeValue> attributes(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> source) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        source.forEach((name, value) -> attributes.put(name, attribute(value)));
        return attributes;
    }

    private static AttributeValue attribute(
            software.amazon.awssdk.services.dynamodb.model.AttributeValue source) {
        var value = new AttributeValue();
        switch (source.type()) {
            case S -> value.setS(source.s());
            case N -> value.setN(source.n());
            case B -> value.setB(source.b().asByteBuffer());
            case M -> value.setM(attributes(source.m()));
            case L -> value.setL(source.l().stream().map(StreamEvents::attribute).toList());
            case BOOL -> value.setBOOL(source.bool());
            case NUL -> value.setNULL(source.nul());
            case SS -> value.setSS(source.ss());
            case NS -> value.setNS(source.ns());
            case BS -> value.setBS(source.bs().stream().map(SdkBytes::asByteBuffer).toList());
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalStateException("the SDK does not know the type of " + source);
        }
        return value;
    }
}
