package dev.reprise.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.orders.OrderEvent.OrderCancelled;
import dev.reprise.orders.OrderEvent.OrderCreated;
import dev.reprise.orders.OrderEvent.OrderItemAdded;
import dev.reprise.orders.OrderEvent.OrderItemRemoved;
import dev.reprise.orders.OrderEvent.OrderShipped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An order's events as JSON. The names are what is stored for ever; they stand here and in the
 * samples of the tests, and do not follow the code's.
 */
final class OrderEventCodec implements EventCodec<OrderEvent> {

    private static final String EVENT_TYPE = "eventType";
    private static final String CUSTOMER_ID = "customerId";
    private static final String ITEM_ID = "itemId";
    private static final String QUANTITY = "quantity";
    private static final String PRICE = "price";
    private static final String SHIPPING_ADDRESS = "shippingAddress";
    private static final String REASON = "reason";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(
                            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** The name that an event's type is stored and shown under. */
    static String typeOf(OrderEvent event) {
        return switch (event) {
            case OrderCreated _ -> "OrderCreated";
            case OrderItemAdded _ -> "OrderItemAdded";
            case OrderItemRemoved _ -> "OrderItemRemoved";
            case OrderShipped _ -> "OrderShipped";
            case OrderCancelled _ -> "OrderCancelled";
        };
    }

    @Override
    public EncodedEvents encode(List<OrderEvent> events) {
        ArrayNode array = JSON.createArrayNode();
        for (OrderEvent event : events) {
            encode(event, array.addObject().put(EVENT_TYPE, typeOf(event)));
        }
        try {
            return new EncodedEvents(events.size(), JSON.writeValueAsString(array));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static void encode(OrderEvent event, ObjectNode body) {
        switch (event) {
            case OrderCreated(CustomerId customerId) -> body.put(CUSTOMER_ID, customerId.value());
            case OrderItemAdded(OrderItem item) ->
                    body.put(ITEM_ID, item.itemId().value())
                            .put(QUANTITY, item.quantity().value())
                            .put(PRICE, item.price().amount());
            case OrderItemRemoved(ItemId itemId) -> body.put(ITEM_ID, itemId.value());
            case OrderShipped(ShippingAddress address) ->
                    body.put(SHIPPING_ADDRESS, address.value());
            case OrderCancelled(CancellationReason reason) -> body.put(REASON, reason.value());
        }
    }

    @Override
    public List<OrderEvent> decode(EncodedEvents encoded) {
        try {
            if (!(JSON.readTree(encoded.json()) instanceof ArrayNode bodies)) {
                throw new IllegalArgumentException("events are an array");
            }
            List<OrderEvent> events = new ArrayList<>(encoded.count());
            for (JsonNode body : bodies) {
                events.add(decode(body));
            }
            return events;
        } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
            throw new UndecodableEventsException(e.getMessage(), e);
        }
    }

    /**
     * Takes the body's fields out of it one by one, so that what is left in the end is what is not
     * known.
     */
    private static OrderEvent decode(JsonNode node) {
        if (!(node instanceof ObjectNode body)) {
            throw new IllegalArgumentException("an event is an object, not " + node.getNodeType());
        }
        String type = takeText(body, EVENT_TYPE);
        OrderEvent event =
                switch (type) {
                    case "OrderCreated" ->
                            new OrderCreated(new CustomerId(takeText(body, CUSTOMER_ID)));
                    case "OrderItemAdded" ->
                            new OrderItemAdded(
                                    new OrderItem(
                                            new ItemId(takeText(body, ITEM_ID)),
                                            new Quantity(
                                                    takeNumber(body, QUANTITY).intValueExact()),
                                            new Price(takeNumber(body, PRICE))));
                    case "OrderItemRemoved" ->
                            new OrderItemRemoved(new ItemId(takeText(body, ITEM_ID)));
                    case "OrderShipped" ->
                            new OrderShipped(new ShippingAddress(takeText(body, SHIPPING_ADDRESS)));
                    case "OrderCancelled" ->
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

    private static BigDecimal takeNumber(ObjectNode body, String field) {
        JsonNode value = body.remove(field);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException("field " + field + " is not a number: " + value);
        }
        return value.decimalValue();
    }
}
