package dev.reprise.http;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderCommand;
import dev.reprise.orders.OrderCommand.AddItem;
import dev.reprise.orders.OrderCommand.CreateOrder;
import dev.reprise.orders.OrderCommand.RemoveItem;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderRejection;
import dev.reprise.orders.OrderSummary;
import dev.reprise.orders.Orders;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Commands to orders. What is to be seen of them is in {@link OrderQueriesResource}. */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders")
class OrdersResource {

    private final Orders orders;
    private final RequestContext call;

    @Inject
    OrdersResource(Orders orders, RequestContext call) {
        this.orders = orders;
        this.call = call;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create an order, if need be with all its items and shipped at once")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response create(@Nullable CreateOrderRequest request) {
        call.refuseIfMatch("cannot be asked of an order that is to be created");
        CreateOrderRequest body = Input.body(request);
        CreateOrder command = body.command();
        OrderId orderId = body.givenOrderId().orElseGet(call::newOrderId);
        return answer(
                orderId,
                command,
                Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, "/orders/" + orderId));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/items")
    @Operation(summary = "Add pieces of an item")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response addItem(@PathParam(Input.ORDER_ID) String id, @Nullable ItemRequest request) {
        OrderId orderId = Input.orderId(id);
        return answer(orderId, new AddItem(Input.body(request).item("")), Response.ok());
    }

    @DELETE
    @Path("{orderId}/items/{itemId}")
    @Operation(summary = "Remove an item whole")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response removeItem(
            @PathParam(Input.ORDER_ID) String id, @PathParam("itemId") String itemId) {
        OrderId orderId = Input.orderId(id);
        return answer(
                orderId,
                new RemoveItem(Input.parameter("itemId", itemId, ItemId::new)),
                Response.ok());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/shipment")
    @Operation(summary = "Ship an order, which is final")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response ship(@PathParam(Input.ORDER_ID) String id, @Nullable ShipmentRequest request) {
        OrderId orderId = Input.orderId(id);
        return answer(orderId, Input.body(request).command(), Response.ok());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/cancellation")
    @Operation(summary = "Cancel an order, which is final")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response cancel(
            @PathParam(Input.ORDER_ID) String id, @Nullable CancellationRequest request) {
        OrderId orderId = Input.orderId(id);
        return answer(orderId, Input.body(request).command(), Response.ok());
    }

    private Response answer(
            OrderId orderId, OrderCommand command, Response.ResponseBuilder success) {
        CommandResult<OrderSummary, OrderRejection> result =
                orders.handle(
                        orderId, command, call.commandId(), call.precondition(), call.metadata());
        return switch (result) {
            case CommandResult.Handled(OrderSummary order) -> OrderResponse.answer(success, order);
            case CommandResult.Rejected(OrderRejection reason) ->
                    OrderProblems.rejected(orderId, reason).response().build();
            case CommandResult.PreconditionFailed(StreamVersion actual) ->
                    OrderProblems.preconditionFailed(orderId, actual).response().build();
            case CommandResult.CommandIdReused(StreamVersion recordedAt) ->
                    OrderProblems.keyReused(orderId, call.commandId(), recordedAt)
                            .response()
                            .build();
            case CommandResult.TooLarge(int bytes, int limit) ->
                    OrderProblems.tooLarge(bytes, limit).response().build();
            case CommandResult.Contended(int attempts) ->
                    OrderProblems.contended(orderId, attempts).response().build();
        };
    }
}
