package dev.reprise.orders.http;

import static dev.reprise.http.Schemas.amount;
import static dev.reprise.http.Schemas.bool;
import static dev.reprise.http.Schemas.count;
import static dev.reprise.http.Schemas.date;
import static dev.reprise.http.Schemas.freeText;
import static dev.reprise.http.Schemas.id;
import static dev.reprise.http.Schemas.instant;
import static dev.reprise.http.Schemas.integer;
import static dev.reprise.http.Schemas.listOf;
import static dev.reprise.http.Schemas.reference;
import static dev.reprise.http.Schemas.text;
import static dev.reprise.http.Schemas.wouldRecord;

import dev.reprise.http.DryRun;
import dev.reprise.http.ObjectSchemas;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ScheduledCommand;
import dev.reprise.serialization.EventSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the fields of orders in the OpenAPI document: of requests, answers and events. */
final class OrderFields {

    private static final String QUANTITY = "quantity";

    /** The scheduled command of the examples. */
    static final String SCHEDULED_ID = "5c1f0c0a1b0d4f7f8a3f6d2a9e7b4c10";

    /** The name of the schema of events. */
    private static final String EVENT = "OrderEvent";

    private final ObjectSchemas schemas;

    OrderFields(OpenAPI api) {
        schemas =
                new ObjectSchemas(api)
                        .field("orderId", orderId("c3d4e5f6"))
                        .field("customerId", customerId())
                        .field("itemId", itemId("widget-x"))
                        .field(QUANTITY, quantity())
                        .field("price", price())
                        .field("shippingAddress", freeText("Where to", "123 Main St, Anytown, USA"))
                        .field("reason", freeText("Why", "ordered twice"))
                        .field("cancellationReason", freeText("Why", "ordered twice"))
                        .field(
                                EventSchema.FORGOTTEN,
                                bool(
                                        "true if the personal data of the customer was erased, so that the address or the reason is absent",
                                        true))
                        .field(
                                "occurredAt",
                                instant("When it happened in the world; not in the future"))
                        .field("items", text("The items; of an answer, the lines of the order"))
                        .field(
                                "changes",
                                text("What to change, in this order")
                                        .minItems(1)
                                        .maxItems(ChangeOrder.MAX_CHANGES))
                        .field("total", amount("The sum of all lines", new BigDecimal("31.98")))
                        .field("version", count("The number of the order's events", 1, 2))
                        .field("createdAt", instant("When the order was created"))
                        .field("updatedAt", instant("When the order was last changed"))
                        .field("orders", text("The orders of the page"))
                        .field(
                                "next",
                                text(
                                        "What to send as cursor for the next page; absent on the last page"));
    }

    static Schema orderId(String example) {
        return id("The id of the order; not . or ..", example);
    }

    static Schema customerId() {
        return id("The id of the customer who ordered; not . or ..", "user123");
    }

    /** Another one than that of the other examples, which are to go on. */
    static Schema forgottenCustomerId() {
        return id("The id of the customer who is meant; not . or ..", "user456");
    }

    static Schema itemId(String example) {
        return id("The id of the item; not . or ..", example);
    }

    private static Schema quantity() {
        return integer("How many pieces", Quantity.MIN, Quantity.MAX, 2);
    }

    private static Schema price() {
        return amount(
                        "The price of one piece in the shop's currency: 0 to 999999999999999.9999, with at most 4 decimals",
                        new BigDecimal("15.99"))
                .exclusiveMaximum(Price.BOUND);
    }

    static Schema scheduledId() {
        return text("The id of the scheduled command", SCHEDULED_ID);
    }

    void describe() {
        describeRequests();
        Schema sum = count("How many pieces", 1, 2);
        schemas.answer(
                OrderResponse.Item.class,
                "A line of the order: an item at a price",
                Map.of(QUANTITY, sum));
        schemas.answer(OrderResponse.class, "An order");
        schemas.optional(OrderResponse.class, DryRun.WOULD_RECORD, wouldRecord(EVENT));
        schemas.answer(OrdersResponse.class, "A page of orders", Map.of("outdated", outdated()));
        describeReadModels(sum);
        describePersonalData();
        describeScheduledCommands();
        schemas.enumeration(OrderStatus.class, "Only an OPEN order can be changed");
    }

    private static Schema outdated() {
        return listOf(
                "The orders of this page with later events that could not be applied to the read model",
                orderId("a1b2c3d4"));
    }

    private void describeScheduledCommands() {
        schemas.field("scheduledAt", instant("When the command was scheduled"))
                .field(
                        "scheduledBy",
                        text(
                                "Who scheduled it; absent if unknown, and for callers who may not see it",
                                "user123"))
                .field("endedAt", instant("When it ran, was refused or was cancelled"))
                .field("pending", text("The ones that wait, the earliest first"))
                .field(
                        "ended",
                        text("The last 20 that ran, were refused or were cancelled, newest first"));
        schemas.answer(
                ScheduledCommandResponse.Refusal.class,
                "The problem that the command would have been answered with",
                Map.of(
                        "type",
                        text("The type of the problem", "urn:reprise:problem:nothing-to-ship"),
                        "title",
                        text("What is wrong", "The order has no items to ship"),
                        "detail",
                        text("What is wrong here", "order c3d4e5f6 has no items to ship")));
        schemas.answer(
                ScheduledChange.class,
                "A change that a pending command will make, with the fields of its type");
        schemas.answer(
                ScheduledCommandResponse.class,
                "A command that runs later",
                Map.of(
                        "id", scheduledId(),
                        "at", instant("When it runs"),
                        "changes",
                                listOf(
                                        "What a pending command will do; absent once it ended, and if it was erased",
                                        reference(ObjectSchemas.name(ScheduledChange.class))),
                        "forgotten",
                                bool(
                                        "true if the personal data of the customer was erased, so that changes is absent, and the command will be refused",
                                        true)));
        schemas.answer(ScheduledCommandsResponse.class, "The scheduled commands of an order");
        schemas.enumeration(ScheduledCommand.CommandKind.class, "What a command does");
        schemas.enumeration(
                ScheduledCommandResponse.Status.class, "What became of a scheduled command");
    }

    private void describePersonalData() {
        schemas.field("forgottenAt", instant("When the customer was forgotten"));
        schemas.answer(ForgottenResponse.class, "A customer who is forgotten");
        schemas.answer(PersonalDataResponse.class, "A page of what is stored of a customer");
    }

    private void describeReadModels(Schema pieces) {
        schemas.field("shippedAt", instant("When the order was shipped"))
                .field("from", date("The first day, in UTC"))
                .field("to", date("The last day, in UTC"))
                .field("day", date("The day, in UTC"))
                .field("days", text("The days with a shipment, from the first to the last"))
                .field(
                        "revenue",
                        amount("The exact price of these pieces", new BigDecimal("31.98")))
                .field("open", count("How many of them are open", 0, 0))
                .field("shipped", count("How many of them were shipped", 0, 1))
                .field("cancelled", count("How many of them were cancelled", 0, 0));
        Schema shipped = count("How many pieces were shipped", 0, 2);
        Schema orders = count("With how many orders", 0, 1);
        schemas.answer(
                ShippedItemsResponse.Item.class,
                "An item that was shipped with an order",
                Map.of(QUANTITY, pieces));
        schemas.answer(
                ShippedItemsResponse.class,
                "A page of shipped items",
                Map.of(
                        "items",
                        listOf(
                                "The items of the page",
                                reference(ObjectSchemas.name(ShippedItemsResponse.Item.class))),
                        "outdated",
                        outdated()));
        schemas.answer(
                SalesResponse.Day.class,
                "What was shipped on a day",
                Map.of(QUANTITY, shipped, "orders", orders));
        schemas.answer(
                SalesResponse.class,
                "What was shipped in a range of days. itemId is absent if all items are meant",
                Map.of(QUANTITY, shipped, "orders", orders));
        schemas.answer(
                CustomerResponse.class,
                "The orders of a customer, counted, and what was shipped to the customer",
                Map.of(QUANTITY, shipped, "orders", count("How many orders there are", 1, 1)));
    }

    private void describeRequests() {
        schemas.request(CreateOrderRequest.class, "An order that is to be created", "customerId");
        schemas.request(ItemRequest.class, "An item of the new order", "itemId", QUANTITY, "price");
        schemas.request(AddItemRequest.class, "Pieces to add", "itemId", QUANTITY, "price");
        schemas.request(QuantityRequest.class, "A line's new quantity", QUANTITY);
        schemas.request(ShipmentRequest.class, "A shipment", "shippingAddress");
        schemas.request(CancellationRequest.class, "A cancellation", "reason");
        schemas.request(ChangesRequest.class, "Several changes", "changes");
        schemas.request(ChangeRequest.AddItem.class, "Adds pieces", "itemId", QUANTITY, "price");
        schemas.request(ChangeRequest.RemoveItem.class, "Removes an item", "itemId");
        schemas.request(
                ChangeRequest.ChangeQuantity.class,
                "Sets the quantity of a line. price is required if the order has the item at several prices",
                "itemId",
                QUANTITY);
        schemas.request(ChangeRequest.Ship.class, "Ships the order", "shippingAddress");
        schemas.request(ChangeRequest.Cancel.class, "Cancels the order", "reason");
        schemas.union(ChangeRequest.class, "A change. type says which one it is");
    }

    /**
     * Adds the schemas of events.
     *
     * @return the name of a page's schema
     */
    String events(List<EventSchema> events) {
        return schemas.events(EVENT, "orderId", events);
    }
}
