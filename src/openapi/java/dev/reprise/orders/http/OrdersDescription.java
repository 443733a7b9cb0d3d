package dev.reprise.orders.http;

import static dev.reprise.http.Schemas.date;
import static dev.reprise.http.Schemas.instant;
import static dev.reprise.http.Schemas.reference;
import static dev.reprise.http.Schemas.text;

import dev.reprise.http.AggregateDescription;
import dev.reprise.http.ObjectSchemas;
import dev.reprise.http.OperationDescription;
import dev.reprise.http.Problem;
import dev.reprise.http.RangeParameters;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.OrderEventCodec;
import dev.reprise.orders.OrderSchedule;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.Price;
import dev.reprise.orders.ScheduledCommand;
import dev.reprise.orders.SchedulingRejection;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Describes the calls of orders in the OpenAPI document. {@link OrderFields} describes fields. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OrdersDescription implements OASFilter {

    /** The order of the examples; another one is created to be cancelled. */
    private static final String ORDER = "c3d4e5f6";

    private static final String OTHER_ORDER = "e5f6a7b8";
    private static final String ITEM = "widget-x";
    private static final String OTHER_ITEM = "gadget-y";

    private static final Rejection SHIPPED = new Rejection.AlreadyShipped();
    private static final Rejection CANCELLED = new Rejection.AlreadyCancelled();
    private static final Rejection NOT_IN_ORDER =
            new Rejection.ItemNotInOrder(new ItemId(ITEM), new Price(new BigDecimal("12.9")));
    private static final Rejection SEVERAL_PRICES = new Rejection.SeveralPrices(new ItemId(ITEM));
    private static final Rejection NOTHING_TO_SHIP = new Rejection.NothingToShip();
    private static final Rejection TOO_MANY_LINES = new Rejection.TooManyLines(1_000);

    private static final ScheduledCommand SCHEDULED =
            new ScheduledCommand(
                    OrderFields.SCHEDULED_ID,
                    ScheduledCommand.CommandKind.SHIP,
                    Instant.parse("2026-12-24T06:00:00Z"),
                    Optional.empty(),
                    Instant.parse("2026-11-28T18:06:42.382Z"));

    @Override
    public void filterOpenAPI(OpenAPI api) {
        OrderFields fields = new OrderFields(api);
        fields.describe();
        describeCommands(new AggregateDescription(api, OrderProblems.ORDER, ORDER));
        describeQueries(
                new AggregateDescription(api, OrderProblems.ORDER, ORDER),
                fields.events(OrderEventCodec.shown()));
        describeScheduledCommands(new AggregateDescription(api, OrderProblems.ORDER, ORDER));
        describeReadModels(new AggregateDescription(api, OrderProblems.ORDER, ORDER));
        describePersonalData(new AggregateDescription(api, OrderProblems.ORDER, ORDER));
    }

    private static void describeCommands(AggregateDescription orders) {
        orders.command("createOrder")
                .description(
                        "Only customerId is required. Without orderId the service makes one, the same for the same Idempotency-Key. With shippingAddress the order is shipped at once, and needs an item.")
                .body("The order")
                .bodyExample(
                        "order",
                        "The order of the other examples",
                        """
                        {"orderId":"c3d4e5f6","customerId":"user123","items":[{"itemId":"widget-x","quantity":2,"price":15.99}]}\
                        """)
                .bodyExample(
                        "toBeCancelled",
                        "The order that the example of cancelOrder cancels",
                        """
                        {"orderId":"e5f6a7b8","customerId":"user123"}\
                        """)
                .bodyExample(
                        "shippedAtOnce",
                        "An order that happened earlier, with an id that the service makes, and shipped at once",
                        """
                        {"customerId":"user123","items":[{"itemId":"atlas","quantity":1,"price":49.5}],\
                        "shippingAddress":"1 Sea Road, Hull","occurredAt":"2010-12-01T09:26:00+01:00"}\
                        """)
                .success(
                        "The order, created",
                        HttpHeaders.LOCATION,
                        HttpHeaders.ETAG,
                        "Idempotent-Replayed")
                .alsoOk("A dry run: the order as it would be", "Idempotent-Replayed")
                .problems(
                        rejections(
                                new Rejection.OrderAlreadyExists(),
                                NOTHING_TO_SHIP,
                                TOO_MANY_LINES));
        change(orders, "addItem", ORDER)
                .description(
                        "The same item at the same price is one line of the order: the quantities are added.")
                .body("The item")
                .bodyExample(
                        "item",
                        "Three pieces of an item",
                        """
                        {"itemId":"gadget-y","quantity":3,"price":4.25}\
                        """)
                .problems(rejections(SHIPPED, CANCELLED, TOO_MANY_LINES));
        change(orders, "removeItem", ORDER)
                .description("This removes all pieces of the item, at every price.")
                .path("itemId", OrderFields.itemId(OTHER_ITEM))
                .problems(rejections(SHIPPED, CANCELLED, NOT_IN_ORDER));
        change(orders, "changeQuantity", ORDER)
                .description(
                        "price says which line, and is required if the order has the item at several prices.")
                .path("itemId", OrderFields.itemId(ITEM))
                .body("The quantity")
                .bodyExample(
                        "quantity",
                        "Three pieces",
                        """
                        {"quantity":3}\
                        """)
                .problems(rejections(SHIPPED, CANCELLED, NOT_IN_ORDER, SEVERAL_PRICES));
        change(orders, "changeOrder", ORDER)
                .description(
                        "The changes are made in order and recorded as one commit, or not at all. change is the index of the first one that is not possible.")
                .body("The changes")
                .bodyExample(
                        "changes",
                        "Adds an item and changes a quantity",
                        """
                        {"changes":[{"type":"ADD_ITEM","itemId":"pen","quantity":5,"price":1.2},\
                        {"type":"CHANGE_QUANTITY","itemId":"widget-x","quantity":1}]}\
                        """)
                .problems(
                        rejections(
                                SHIPPED,
                                CANCELLED,
                                NOT_IN_ORDER,
                                SEVERAL_PRICES,
                                NOTHING_TO_SHIP,
                                TOO_MANY_LINES));
        change(orders, "shipOrder", ORDER)
                .description("Shipping the order again to the same address records nothing.")
                .body("Where to")
                .bodyExample(
                        "shipment",
                        "An address",
                        """
                        {"shippingAddress":"123 Main St, Anytown, USA"}\
                        """)
                .problems(rejections(SHIPPED, CANCELLED, NOTHING_TO_SHIP));
        change(orders, "cancelOrder", OTHER_ORDER)
                .description("Cancelling the order again with the same reason records nothing.")
                .body("Why")
                .bodyExample(
                        "cancellation",
                        "A reason",
                        """
                        {"reason":"ordered twice"}\
                        """)
                .problems(rejections(SHIPPED, CANCELLED));
    }

    private static OperationDescription change(
            AggregateDescription orders, String operationId, String example) {
        return orders.command(operationId)
                .path("orderId", OrderFields.orderId(example))
                .success("The changed order", HttpHeaders.ETAG, "Idempotent-Replayed")
                .parameter(
                        OrderScheduling.AT,
                        instant(
                                "When the command is to run; in the future, at most 366 days ahead. The order does not change until then. Not together with dryRun, If-Match, If-None-Match or occurredAt"))
                .also(
                        "202",
                        "With at: the command, scheduled",
                        ObjectSchemas.name(ScheduledCommandResponse.class),
                        HttpHeaders.LOCATION,
                        "Idempotent-Replayed")
                .problems(
                        ScheduleProblems.off(),
                        scheduling(new SchedulingRejection.TooManyPending()),
                        scheduling(new SchedulingRejection.CustomerForgotten()));
    }

    private static Problem scheduling(SchedulingRejection reason) {
        return ScheduleProblems.rejected(ORDER, reason);
    }

    private static void describeScheduledCommands(AggregateDescription orders) {
        orders.plain("listScheduledCommands")
                .description(
                        "At most 100 are pending. Of those that ended, the last 20 are shown. The list is never behind.")
                .path("orderId", OrderFields.orderId(ORDER))
                .success("The scheduled commands of the order")
                .problems(OrderProblems.ORDER.notFound(ORDER));
        ofScheduled(orders.plain("getScheduledCommand"))
                .description(
                        "A command that ended long ago is not found: see listScheduledCommands.")
                .success("The scheduled command");
        ofScheduled(orders.partCommand("cancelScheduledCommand"))
                .description(
                        "After this answer the command never runs. Cancelling it again is answered alike.")
                .success("The command is cancelled", "Idempotent-Replayed")
                .problems(
                        scheduling(
                                new SchedulingRejection.AlreadyEnded(
                                        new OrderSchedule.Ended(
                                                SCHEDULED,
                                                new OrderSchedule.Outcome.Ran(),
                                                SCHEDULED.runsAt()))));
    }

    private static OperationDescription ofScheduled(OperationDescription call) {
        return call.path("orderId", OrderFields.orderId(ORDER))
                .path("scheduledId", OrderFields.scheduledId())
                .problems(
                        OrderProblems.ORDER.notFound(ORDER),
                        scheduling(new SchedulingRejection.NotFound()));
    }

    private static void describeQueries(AggregateDescription orders, String eventPage) {
        orders.state("getOrder")
                .description(
                        "The read model may be some moments behind. With minVersion the events are replayed if the read model does not have that version. At most one of version, asOf and minVersion can be given.")
                .path("orderId", OrderFields.orderId(ORDER))
                .success("The order", HttpHeaders.ETAG);
        orders.events("listEvents")
                .description(
                        "Events are shown as they were recorded, each with the fields of its type and what is known of its command.")
                .path("orderId", OrderFields.orderId(ORDER))
                .answers(eventPage)
                .success("A page of the order's events", HttpHeaders.LINK);
        orders.list("listOrders")
                .description(
                        "Give customerId, status or both. The list may be some moments behind. With minVersion the call waits up to two seconds: for orderId at that version, if it has it, or, without orderId, for any order of the page. A page may have fewer orders than limit, or none, and still have a next; with customerId and status it looks through at most 200 orders.")
                .parameter("customerId", OrderFields.customerId())
                .example("customerId", "user123")
                .parameter("status", reference(OrderStatus.class.getSimpleName()))
                .parameter("orderId", OrderFields.orderId(ORDER))
                .success("A page of orders, the newest created first", HttpHeaders.LINK);
    }

    private static void describeReadModels(AggregateDescription orders) {
        orders.sharedList("listShippedItems")
                .description(
                        "Give itemId, from, q or several of them: what matches all of them is listed, the newest shipment first. Without itemId, a list with q is ordered by the word that matches, and then by the time. minVersion and orderId, given together, wait up to two seconds for the read model. A page may have fewer items than limit and still have a next.")
                .parameter("itemId", OrderFields.itemId(ITEM))
                .example("itemId", ITEM)
                .parameter(
                        RangeParameters.FROM,
                        text(
                                "Shipped at this instant or later, or on this day or later. Days are in UTC. At most 366 days before to"))
                .parameter(
                        RangeParameters.TO,
                        text(
                                "Shipped at this instant or earlier, or on this day or earlier; today unless given. Needs from"))
                .parameter(
                        "q",
                        text(
                                "Words. Each of them begins a word of the address. Case and accents do not matter. At most 8 different words; without itemId and from, one of at least two characters"))
                .parameter("orderId", OrderFields.orderId(ORDER))
                .success("A page of shipped items", HttpHeaders.LINK);
        orders.shared("getSales")
                .description(
                        "Days without a shipment are left out. quantity, revenue and orders are those of all days together. minVersion and orderId, given together, wait up to two seconds for the read model.")
                .parameter("itemId", OrderFields.itemId(ITEM))
                .parameter(
                        RangeParameters.FROM,
                        date(
                                "The first day, in UTC; 29 days before to unless given. At most 365 days before to"))
                .parameter(RangeParameters.TO, date("The last day, in UTC; today unless given"))
                .parameter("orderId", OrderFields.orderId(ORDER))
                .success("What was shipped each day");
        orders.shared("getCustomer")
                .description(
                        "minVersion and orderId, given together, wait up to two seconds for the read model.")
                .path("customerId", OrderFields.customerId())
                .parameter("orderId", OrderFields.orderId(ORDER))
                .success("The totals of the customer")
                .problems(OrderProblems.noOrders("user123"));
    }

    private static void describePersonalData(AggregateDescription orders) {
        orders.plainList("showPersonalData")
                .description(
                        "The customer's orders, the newest created first. The list may be some moments behind.")
                .path("customerId", OrderFields.forgottenCustomerId())
                .success("A page of what is stored of the customer", HttpHeaders.LINK);
        orders.plain("forgetCustomer")
                .description(
                        "The key is destroyed that the customer's addresses and reasons are encrypted with. Orders and events show forgotten in their place, at every version. Done again, it is answered alike.")
                .path("customerId", OrderFields.forgottenCustomerId())
                .success("When the values were erased first")
                .problems(OrderProblems.notEncrypted());
    }

    private static Problem[] rejections(Rejection... reasons) {
        return Arrays.stream(reasons)
                .map(reason -> OrderProblems.rejected(ORDER, reason))
                .toArray(Problem[]::new);
    }
}
