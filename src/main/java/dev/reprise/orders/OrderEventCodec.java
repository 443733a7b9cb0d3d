package dev.reprise.orders;

import static dev.reprise.serialization.Field.decimal;
import static dev.reprise.serialization.Field.integer;
import static dev.reprise.serialization.Field.personal;
import static dev.reprise.serialization.Field.text;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.orders.Order.Event.OrderCancelled;
import dev.reprise.orders.Order.Event.OrderCreated;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderItemQuantityChanged;
import dev.reprise.orders.Order.Event.OrderItemRemoved;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.personal.Personal;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.SchemaEventCodec;
import dev.reprise.serialization.Upcaster;
import java.util.List;
import java.util.function.Function;

/**
 * Encodes and decodes an order's events. The names of types and fields are stored: they never
 * change, even if a class is renamed.
 */
public final class OrderEventCodec implements EventCodec<Order.Event> {

    private static final String CUSTOMER_ID = "customerId";
    private static final String ITEM_ID = "itemId";
    private static final String QUANTITY = "quantity";
    private static final String PRICE = "price";
    private static final String SHIPPING_ADDRESS = "shippingAddress";
    private static final String REASON = "reason";

    private static final String ORDER_CREATED = "OrderCreated";
    private static final String ORDER_ITEM_ADDED = "OrderItemAdded";
    private static final String ORDER_ITEM_REMOVED = "OrderItemRemoved";
    private static final String ORDER_ITEM_QUANTITY_CHANGED = "OrderItemQuantityChanged";
    private static final String ORDER_SHIPPED = "OrderShipped";
    private static final String ORDER_CANCELLED = "OrderCancelled";

    private static final EventSchema CREATED = EventSchema.of(ORDER_CREATED, text(CUSTOMER_ID));
    private static final EventSchema ITEM_ADDED =
            EventSchema.of(ORDER_ITEM_ADDED, text(ITEM_ID), integer(QUANTITY), decimal(PRICE));
    private static final EventSchema ITEM_REMOVED =
            EventSchema.of(ORDER_ITEM_REMOVED, text(ITEM_ID));
    private static final EventSchema ITEM_QUANTITY_CHANGED =
            EventSchema.of(
                    ORDER_ITEM_QUANTITY_CHANGED, text(ITEM_ID), integer(QUANTITY), decimal(PRICE));
    private static final EventSchema SHIPPED =
            EventSchema.of(ORDER_SHIPPED, text(SHIPPING_ADDRESS));
    private static final EventSchema CANCELLED = EventSchema.of(ORDER_CANCELLED, text(REASON));
    private static final EventSchema SHIPPED_TO_PERSON =
            EventSchema.of(ORDER_SHIPPED, 2, personal(SHIPPING_ADDRESS));
    private static final EventSchema CANCELLED_BY_PERSON =
            EventSchema.of(ORDER_CANCELLED, 2, personal(REASON));

    static final EventSchemas SCHEMAS =
            EventSchemas.inVersions(
                    "reprise.orders",
                    List.of(
                            List.of(CREATED, ITEM_ADDED, ITEM_REMOVED, SHIPPED, CANCELLED),
                            List.of(ITEM_QUANTITY_CHANGED),
                            List.of(SHIPPED_TO_PERSON, CANCELLED_BY_PERSON)),
                    List.of(
                            new Upcaster(
                                    SHIPPED,
                                    SHIPPED_TO_PERSON,
                                    body ->
                                            SHIPPED_TO_PERSON.body(
                                                    Personal.KNOWN + body.text(SHIPPING_ADDRESS))),
                            new Upcaster(
                                    CANCELLED,
                                    CANCELLED_BY_PERSON,
                                    body ->
                                            CANCELLED_BY_PERSON.body(
                                                    Personal.KNOWN + body.text(REASON)))));

    private final SchemaEventCodec<Order.Event> codec;

    /** A codec that writes JSON and reads every format. */
    public OrderEventCodec() {
        this(EventFormat.JSON);
    }

    /** A codec that writes one format and reads every format. */
    OrderEventCodec(EventFormat written) {
        codec =
                new SchemaEventCodec<>(
                        SCHEMAS, OrderEventCodec::body, OrderEventCodec::event, written);
    }

    @Override
    public EncodedEvents encode(List<Order.Event> events) {
        return codec.encode(events);
    }

    @Override
    public int schemaVersion() {
        return codec.schemaVersion();
    }

    @Override
    public List<Order.Event> decode(EncodedEvents encoded) {
        return codec.decode(encoded);
    }

    /** The schema of each event type, as the API shows its events. */
    public static List<EventSchema> shown() {
        return SCHEMAS.newest().stream().map(EventSchema::shown).toList();
    }

    /**
     * The fields of an event, as the API shows them.
     *
     * @param event without encrypted values
     */
    public static EventBody shownBody(Order.Event event) {
        return switch (event) {
            case OrderShipped(Personal<ShippingAddress> address) ->
                    shown(SHIPPED_TO_PERSON, address, ShippingAddress::value);
            case OrderCancelled(Personal<CancellationReason> reason) ->
                    shown(CANCELLED_BY_PERSON, reason, CancellationReason::value);
            case OrderCreated _, OrderItemAdded _, OrderItemRemoved _, OrderItemQuantityChanged _ ->
                    body(event);
        };
    }

    private static <T> EventBody shown(
            EventSchema schema, Personal<T> value, Function<T, String> text) {
        return switch (value) {
            case Personal.Known<T>(T known) -> schema.shown().body(text.apply(known), null);
            case Personal.Forgotten<T> _ -> schema.shown().body(null, true);
            case Personal.Sealed<T> _ ->
                    throw new IllegalArgumentException("an encrypted value cannot be shown");
        };
    }

    private static EventBody body(Order.Event event) {
        return switch (event) {
            case OrderCreated(CustomerId customerId) -> CREATED.body(customerId.value());
            case OrderItemAdded(OrderItem item) ->
                    ITEM_ADDED.body(
                            item.itemId().value(), item.quantity().value(), item.price().amount());
            case OrderItemRemoved(ItemId itemId) -> ITEM_REMOVED.body(itemId.value());
            case OrderItemQuantityChanged(ItemId itemId, Quantity quantity, Price price) ->
                    ITEM_QUANTITY_CHANGED.body(itemId.value(), quantity.value(), price.amount());
            case OrderShipped(Personal<ShippingAddress> address) ->
                    SHIPPED_TO_PERSON.body(address.stored(ShippingAddress::value));
            case OrderCancelled(Personal<CancellationReason> reason) ->
                    CANCELLED_BY_PERSON.body(reason.stored(CancellationReason::value));
        };
    }

    private static Order.Event event(EventBody body) {
        return switch (body.type()) {
            case ORDER_CREATED -> new OrderCreated(new CustomerId(body.text(CUSTOMER_ID)));
            case ORDER_ITEM_ADDED ->
                    new OrderItemAdded(
                            new OrderItem(
                                    new ItemId(body.text(ITEM_ID)),
                                    quantity(body.integer(QUANTITY)),
                                    new Price(body.decimal(PRICE))));
            case ORDER_ITEM_REMOVED -> new OrderItemRemoved(new ItemId(body.text(ITEM_ID)));
            case ORDER_ITEM_QUANTITY_CHANGED ->
                    new OrderItemQuantityChanged(
                            new ItemId(body.text(ITEM_ID)),
                            quantity(body.integer(QUANTITY)),
                            new Price(body.decimal(PRICE)));
            case ORDER_SHIPPED ->
                    new OrderShipped(
                            Personal.ofStored(body.text(SHIPPING_ADDRESS), ShippingAddress::new));
            case ORDER_CANCELLED ->
                    new OrderCancelled(
                            Personal.ofStored(body.text(REASON), CancellationReason::new));
            default -> throw new IllegalArgumentException("unknown event type " + body.type());
        };
    }

    private static Quantity quantity(long value) {
        return new Quantity(Math.clamp(value, 0, Integer.MAX_VALUE));
    }
}
