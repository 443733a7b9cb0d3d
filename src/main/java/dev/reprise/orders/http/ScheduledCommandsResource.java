package dev.reprise.orders.http;

import dev.reprise.http.AggregateQueries;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Shows and cancels the scheduled commands of an order. {@link OrdersResource} schedules them. They
 * are shown and cancelled even if scheduled commands are switched off.
 */
@Path("/orders/{orderId}/scheduled")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders")
class ScheduledCommandsResource {

    private static final String ID = "scheduledId";

    private final AggregateQueries<Order, Order.Event> queries;
    private final OrderScheduling scheduling;
    private final RequestContext request;

    @Inject
    ScheduledCommandsResource(
            Orders orders,
            OrderSummaries summaries,
            OrderScheduling scheduling,
            RequestContext request) {
        this.queries = OwnOrders.queries(orders, summaries, request);
        this.scheduling = scheduling;
        this.request = request;
    }

    @GET
    @Operation(
            operationId = "listScheduledCommands",
            summary = "List the scheduled commands of an order, with their outcome")
    public ScheduledCommandsResponse list(@PathParam(OrdersResource.ORDER_ID) String id) {
        return scheduling.list(readable(id));
    }

    @GET
    @Path("{scheduledId}")
    @Operation(operationId = "getScheduledCommand", summary = "Show a scheduled command")
    public ScheduledCommandResponse get(
            @PathParam(OrdersResource.ORDER_ID) String id, @PathParam(ID) String scheduledId) {
        return scheduling.find(readable(id), scheduledId);
    }

    @DELETE
    @Path("{scheduledId}")
    @Operation(
            operationId = "cancelScheduledCommand",
            summary = "Cancel a scheduled command, which then never runs")
    @APIResponse(responseCode = "204")
    public Response cancel(
            @PathParam(OrdersResource.ORDER_ID) String id, @PathParam(ID) String scheduledId) {
        return scheduling.cancel(OrdersResource.orderId(id, request), scheduledId);
    }

    /** The order, which the caller must be allowed to read. */
    private OrderId readable(String id) {
        OrderId orderId = OrdersResource.orderId(id, request);
        queries.find(id, orderId.stream(), null, null, null);
        return orderId;
    }
}
