package dev.reprise.orders.http;

import dev.reprise.http.AggregateQueries;
import dev.reprise.http.EventsQuery;
import dev.reprise.http.EventsResponse;
import dev.reprise.http.Input;
import dev.reprise.http.PageRequest;
import dev.reprise.http.PagedList;
import dev.reprise.http.Paging;
import dev.reprise.http.Problem;
import dev.reprise.http.ProblemException;
import dev.reprise.http.ProblemType;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderEventCodec;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.projections.ProjectionPage;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows orders: the current state from the read model, earlier states from the events. */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders")
class OrderQueriesResource {

    private static final String CUSTOMER_ID = "customerId";
    private static final String STATUS = "status";

    private final AggregateQueries<Order, Order.Event> queries;
    private final RequestContext request;

    @Inject
    OrderQueriesResource(Orders orders, OrderSummaries summaries, RequestContext request) {
        this.queries =
                new AggregateQueries<>(OrderProblems.ORDER, summaries.reader(), orders.replay());
        this.request = request;
    }

    @GET
    @Operation(summary = "List the orders of a customer or with a status, the newest first")
    @APIResponse(
            responseCode = "200",
            headers = @Header(name = HttpHeaders.LINK, description = Paging.LINK_DESCRIPTION),
            content = @Content(schema = @Schema(implementation = OrdersResponse.class)))
    public Response list(
            @Parameter(description = "Only orders of this customer") @QueryParam(CUSTOMER_ID)
                    @Nullable String customerId,
            @Parameter(description = "Only orders with this status: OPEN, SHIPPED or CANCELLED")
                    @QueryParam(STATUS)
                    @Nullable String status,
            @Parameter(description = Paging.LIMIT_DESCRIPTION) @QueryParam(Paging.LIMIT)
                    @Nullable String limit,
            @Parameter(description = Paging.CURSOR_DESCRIPTION) @QueryParam(Paging.CURSOR)
                    @Nullable String cursor,
            @Parameter(
                            description =
                                    "Wait for the list to show this version of orderId or, without orderId, of any order")
                    @QueryParam(AggregateQueries.MIN_VERSION)
                    @Nullable String minVersion,
            @Parameter(description = "The order that the list must show at minVersion")
                    @QueryParam(OrdersResource.ORDER_ID)
                    @Nullable String orderId) {
        OrderQuery query = query(customerId, status);
        PageRequest page =
                PagedList.of("orders", "", OrderSummaries::isPosition)
                        .with(CUSTOMER_ID, customerId)
                        .with(STATUS, status)
                        .page(limit, cursor);
        ProjectionPage<Order> found =
                queries.list(
                        OrderSummaries.listing(query),
                        page,
                        minVersion,
                        orderId == null ? null : OrdersResource.orderId(orderId).stream());
        return page.response(found.next(), next -> OrdersResponse.of(found, next));
    }

    private static OrderQuery query(@Nullable String customerId, @Nullable String status) {
        Optional<OrderStatus> wanted =
                Optional.ofNullable(status)
                        .map(given -> Input.oneOf(STATUS, given, OrderStatus.class));
        if (customerId != null) {
            return new OrderQuery.OfCustomer(
                    Input.parameter(CUSTOMER_ID, customerId, CustomerId::new), wanted);
        }
        return new OrderQuery.OfStatus(
                wanted.orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.MALFORMED,
                                        "give customerId, status or both"))));
    }

    @GET
    @Path("{orderId}")
    @Operation(summary = "Show an order, now or at an earlier version or instant")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response get(
            @PathParam(OrdersResource.ORDER_ID) String id,
            @Parameter(description = "Show the order at this version: after this number of events")
                    @QueryParam(AggregateQueries.VERSION)
                    @Nullable String version,
            @Parameter(description = "Show the order at this instant, such as 2026-01-31T08:15:30Z")
                    @QueryParam(AggregateQueries.AS_OF)
                    @Nullable String asOf,
            @Parameter(description = "Show the current order, at this version or a later one")
                    @QueryParam(AggregateQueries.MIN_VERSION)
                    @Nullable String minVersion) {
        OrderId orderId = OrdersResource.orderId(id);
        return OrdersResource.RESPONSES.of(
                id, queries.find(id, orderId.stream(), version, asOf, minVersion), request);
    }

    @GET
    @Path("{orderId}/events")
    @Operation(summary = "List an order's events")
    @APIResponse(
            responseCode = "200",
            headers = @Header(name = HttpHeaders.LINK, description = Paging.LINK_DESCRIPTION),
            content = @Content(schema = @Schema(implementation = EventsResponse.class)))
    public Response events(
            @PathParam(OrdersResource.ORDER_ID) String id,
            @Parameter(description = EventsQuery.AFTER_DESCRIPTION) @QueryParam(EventsQuery.AFTER)
                    @Nullable String after,
            @Parameter(description = EventsQuery.ORDER_DESCRIPTION) @QueryParam(EventsQuery.ORDER)
                    @Nullable String order,
            @Parameter(description = Paging.LIMIT_DESCRIPTION) @QueryParam(Paging.LIMIT)
                    @Nullable String limit,
            @Parameter(description = Paging.CURSOR_DESCRIPTION) @QueryParam(Paging.CURSOR)
                    @Nullable String cursor) {
        OrderId orderId = OrdersResource.orderId(id);
        EventsQuery query = EventsQuery.of(orderId.stream(), after, order, limit, cursor);
        return query.response(
                queries.events(id, query), OrdersResource.ORDER_ID, OrderEventCodec::body);
    }
}
