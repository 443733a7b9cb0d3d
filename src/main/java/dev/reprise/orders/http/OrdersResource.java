package dev.reprise.orders.http;

import dev.reprise.aggregates.CommandOutcome;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.http.DryRun;
import dev.reprise.http.Input;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Handles commands for orders. {@link OrderQueriesResource} shows orders. */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders", description = "Commands change an order, queries show orders")
class OrdersResource {

    /** The name of the path parameter. */
    static final String ORDER_ID = "orderId";

    private static final String ITEM_ID = "itemId";

    private final Orders orders;
    private final OrderAnswers answers;
    private final OrderScheduling scheduling;
    private final RequestContext request;

    @Inject
    OrdersResource(
            Orders orders,
            OrderAnswers answers,
            OrderScheduling scheduling,
            RequestContext request) {
        this.orders = orders;
        this.answers = answers;
        this.scheduling = scheduling;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createOrder",
            summary = "Create an order, optionally with items, and optionally shipped at once")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "201")
    public Response create(
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @Nullable CreateOrderRequest body) {
        request.refuseIfMatch("must not be given when an order is created");
        CreateOrderRequest order = Input.body(body);
        CreateOrder command = order.command();
        OwnOrders.requireCreatable(command.customerId(), request.caller());
        Optional<OrderId> given = order.givenOrderId(request.tenant());
        Metadata metadata = request.metadata(order.occurredAt());
        OrderId orderId = given.orElseGet(this::derivedOrderId);
        if (DryRun.isAsked(dryRun)) {
            return answers.responses()
                    .ofDryRun(
                            orderId.value(),
                            given.isPresent(),
                            taken(dryRun(orderId, command, metadata)),
                            request,
                            answers.events());
        }
        CommandResult<VersionedState<Order>, Order.Rejection> result =
                taken(handle(orderId, command, metadata));
        Response.ResponseBuilder success =
                Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, request.pathOf("/orders/" + orderId));
        return given.isPresent()
                ? answers.responses().of(orderId.value(), result, request, success)
                : answers.responses().ofUnnamed(orderId.value(), result, request, success);
    }

    /** To whom an order is hidden learns that its id is taken, and nothing else. */
    private static <T> CommandResult<T, Order.Rejection> taken(
            CommandResult<T, Order.Rejection> result) {
        return result instanceof CommandResult.Hidden<T, Order.Rejection>
                ? new CommandResult.Rejected<>(new Order.Rejection.OrderAlreadyExists())
                : result;
    }

    /** A creation that is repeated with the same key gets the same id. */
    private OrderId derivedOrderId() {
        return OrderId.derivedFrom(
                request.tenant(),
                Objects.requireNonNullElse(request.caller().identity(), ""),
                request.idempotencyKey());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/items")
    @Operation(operationId = "addItem", summary = "Add pieces of an item")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response addItem(
            @PathParam(ORDER_ID) String id,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at,
            @Nullable AddItemRequest body) {
        OrderId orderId = orderId(id);
        AddItemRequest item = Input.body(body);
        return answer(orderId, item.command(), item.occurredAt(), dryRun, at);
    }

    @DELETE
    @Path("{orderId}/items/{itemId}")
    @Operation(operationId = "removeItem", summary = "Remove all lines of an item")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response removeItem(
            @PathParam(ORDER_ID) String id,
            @PathParam(ITEM_ID) String itemId,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at) {
        OrderId orderId = orderId(id);
        return answer(orderId, new RemoveItem(itemId(itemId)), null, dryRun, at);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/items/{itemId}")
    @Operation(operationId = "changeQuantity", summary = "Set the quantity of an item's line")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response changeQuantity(
            @PathParam(ORDER_ID) String id,
            @PathParam(ITEM_ID) String itemId,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at,
            @Nullable QuantityRequest body) {
        OrderId orderId = orderId(id);
        ItemId item = itemId(itemId);
        QuantityRequest quantity = Input.body(body);
        return answer(orderId, quantity.command(item), quantity.occurredAt(), dryRun, at);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}")
    @Operation(operationId = "changeOrder", summary = "Make several changes in one commit, or none")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response change(
            @PathParam(ORDER_ID) String id,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at,
            @Nullable ChangesRequest body) {
        OrderId orderId = orderId(id);
        ChangesRequest changes = Input.body(body);
        return answer(orderId, changes.command(), changes.occurredAt(), dryRun, at);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/shipment")
    @Operation(operationId = "shipOrder", summary = "Ship an order, which is final")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response ship(
            @PathParam(ORDER_ID) String id,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at,
            @Nullable ShipmentRequest body) {
        OrderId orderId = orderId(id);
        ShipmentRequest shipment = Input.body(body);
        return answer(orderId, shipment.command(), shipment.occurredAt(), dryRun, at);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/cancellation")
    @Operation(operationId = "cancelOrder", summary = "Cancel an order, which is final")
    @APIResponseSchema(value = OrderResponse.class, responseCode = "200")
    public Response cancel(
            @PathParam(ORDER_ID) String id,
            @QueryParam(DryRun.PARAMETER) @Nullable String dryRun,
            @QueryParam(OrderScheduling.AT) @Nullable String at,
            @Nullable CancellationRequest body) {
        OrderId orderId = orderId(id);
        CancellationRequest cancellation = Input.body(body);
        return answer(orderId, cancellation.command(), cancellation.occurredAt(), dryRun, at);
    }

    private Response answer(
            OrderId orderId,
            Order.Command command,
            @Nullable String occurredAt,
            @Nullable String dryRun,
            @Nullable String at) {
        if (at != null) {
            return scheduling.schedule(orderId, command, at, occurredAt, dryRun);
        }
        Metadata metadata = request.metadata(occurredAt);
        return DryRun.isAsked(dryRun)
                ? answers.responses()
                        .ofDryRun(
                                orderId.value(),
                                true,
                                OwnOrders.explained(
                                        dryRun(orderId, command, metadata), request.caller()),
                                request,
                                answers.events())
                : answers.responses()
                        .of(
                                orderId.value(),
                                OwnOrders.explained(
                                        handle(orderId, command, metadata), request.caller()),
                                request,
                                Response.ok());
    }

    private CommandResult<VersionedState<Order>, Order.Rejection> handle(
            OrderId orderId, Order.Command command, Metadata metadata) {
        return orders.handle(
                orderId,
                command,
                request.commandId(),
                request.precondition(),
                metadata,
                OwnOrders.changeable(request.caller()));
    }

    private CommandResult<CommandOutcome<Order, Order.Event>, Order.Rejection> dryRun(
            OrderId orderId, Order.Command command, Metadata metadata) {
        return orders.dryRun(
                orderId,
                command,
                request.commandId(),
                request.precondition(),
                metadata,
                OwnOrders.changeable(request.caller()));
    }

    private static ItemId itemId(String id) {
        return Input.parameter(ITEM_ID, id, ItemId::new);
    }

    private OrderId orderId(String id) {
        return orderId(id, request);
    }

    /** The stream of the order that a query parameter names; null if it is not given. */
    static @Nullable StreamName stream(@Nullable String id, RequestContext request) {
        return id == null ? null : orderId(id, request).stream();
    }

    /** The order of the caller's tenant that a parameter names. */
    static OrderId orderId(String id, RequestContext request) {
        Tenant tenant = request.tenant();
        return Input.parameter(ORDER_ID, id, text -> new OrderId(tenant, text));
    }
}
