package dev.reprise.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.OrderEvent.OrderCancelled;
import dev.reprise.orders.OrderEvent.OrderCreated;
import dev.reprise.orders.OrderEvent.OrderItemAdded;
import dev.reprise.orders.OrderEvent.OrderItemRemoved;
import dev.reprise.orders.OrderEvent.OrderShipped;

/**
 * An order's event as a JSON object. The names are stored for ever: they stand here and in the
 * samples of the tests, and do not follow the code's.
 */
public final class OrderEventJson {

    private static final String SEQUENCE_NUMBER = "sequenceNumber";
    private static final String EVENT_TYPE = "eventType";
    private static final String ORDER_ID = "orderId";
    private static final String TIMESTAMP = "timestamp";
    private static final String CUSTOMER_ID = "customerId";
    private static final String ITEM_ID = "itemId";
    private static final String QUANTITY = "quantity";
    private static final String PRICE = "price";
    private static final String SHIPPING_ADDRESS = "shippingAddress";
    private static final String REASON = "reason";

    private static final String ORDER_CREATED = "OrderCreated";
    private static final String ORDER_ITEM_ADDED = "OrderItemAdded";
    private static final String ORDER_ITEM_REMOVED = "OrderItemRemoved";
    private static final String ORDER_SHIPPED = "OrderShipped";
    private static final String ORDER_CANCELLED = "OrderCancelled";

    private OrderEventJson() {}

    /** A recorded event as it is shown: its body, and around it what its commit says of it. */
    public static ObjectNode of(OrderId orderId, RecordedEvent<OrderEvent> recorded) {
        ObjectNode body = body(recorded.event());
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put(SEQUENCE_NUMBER, recorded.sequenceNumber());
        shown.set(EVENT_TYPE, body.remove(EVENT_TYPE));
        shown.put(ORDER_ID, orderId.value());
        shown.setAll(body);
        return shown.put(TIMESTAMP, TimestampFormat.format(recorded.timestamp()));
    }

    /** The event as it is stored in its commit. */
    static ObjectNode body(OrderEvent event) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return switch (event) {
            case OrderCreated(CustomerId customerId) ->
                    body.put(EVENT_TYPE, ORDER_CREATED).put(CUSTOMER_ID, customerId.value());
            case OrderItemAdded(OrderItem item) ->
                    body.put(EVENT_TYPE, ORDER_ITEM_ADDED)
                            .put(ITEM_ID, item.itemId().value())
                            .put(QUANTITY, item.quantity().value())
                            .put(PRICE, item.price().amount());
            case OrderItemRemoved(ItemId itemId) ->
                    body.put(EVENT_TYPE, ORDER_ITEM_REMOVED).put(ITEM_ID, itemId.value());
            case OrderShipped(ShippingAddress address) ->
                    body.put(EVENT_TYPE, ORDER_SHIPPED).put(SHIPPING_ADDRESS, address.value());
            case OrderCancelled(CancellationReason reason) ->
                    body.put(EVENT_TYPE, ORDER_CANCELLED).put(REASON, reason.value());
        };
    }

    /**
     * Reads a body. Its fields are taken out of it one by one, so that what is left in the end is
     * what is not known.
     *
     * @throws IllegalArgumentException if the type is not known, a field is missing, malformed or
     *     unknown
     */
    static OrderEvent takeApart(ObjectNode body) {
        String type = takeText(body, EVENT_TYPE);
        OrderEvent event =
                switch (type) {
                    case ORDER_CREATED ->
                            new OrderCreated(new CustomerId(takeText(body, CUSTOMER_ID)));
                    case ORDER_ITEM_ADDED ->
                            new OrderItemAdded(
                                    new OrderItem(
                                            new ItemId(takeText(body, ITEM_ID)),
                                            new Quantity(takeInt(body, QUANTITY)),
                                            new Price(takeNumber(body, PRICE).decimalValue())));
                    case ORDER_ITEM_REMOVED ->
                            new OrderItemRemoved(new ItemId(takeText(body, ITEM_ID)));
                    case ORDER_SHIPPED ->
                            new OrderShipped(new ShippingAddress(takeText(body, SHIPPING_ADDRESS)));
                    case ORDER_CANCELLED ->
                            new OrderCancelled(new CancellationReason(takeText(body, REASON)));
                    default ->
                            throw new IllegalArgumentException(
                                    "event type " + type + " is not known");
                };
        if (!body.isEmpty()) {
            throw new IllegalArgumentException("fields of " + type + " are not known: " + body);
        }
        return event;
    }

    private static String takeText(ObjectNode body, String field) {
        JsonNode value = body.remove(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("field " + field + " is not a text: " + value);
        }
        return value.textValue();
    }

    private static JsonNode takeNumber(ObjectNode body, String field) {
        JsonNode value = body.remove(field);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("field " + field + " is not a number: " + value);
        }
        return value;
    }

    private static int takeInt(ObjectNode body, String field) {
        JsonNode value = takeNumber(body, field);
        if (!value.isInt()) {
            throw new IllegalArgumentException(
                    "field " + field + " is not a whole number of 32 bits: " + value);
        }
        return value.intValue();
    }
}
