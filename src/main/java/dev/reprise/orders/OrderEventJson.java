package dev.reprise.orders;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventBody;

/** An order's event as a JSON object that is shown. */
public final class OrderEventJson {

    private static final String SEQUENCE_NUMBER = "sequenceNumber";
    private static final String ORDER_ID = "orderId";
    private static final String TIMESTAMP = "timestamp";

    private OrderEventJson() {}

    /** A recorded event as it is shown: its body, and around it what its commit says of it. */
    public static ObjectNode of(OrderId orderId, RecordedEvent<OrderEvent> recorded) {
        EventBody body = OrderEventCodec.body(recorded.event());
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put(SEQUENCE_NUMBER, recorded.sequenceNumber());
        shown.put(BodyJson.EVENT_TYPE, body.type());
        shown.put(ORDER_ID, orderId.value());
        BodyJson.putFields(body, shown);
        return shown.put(TIMESTAMP, TimestampFormat.format(recorded.timestamp()));
    }
}
