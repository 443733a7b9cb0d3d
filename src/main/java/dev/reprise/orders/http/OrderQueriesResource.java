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
import dev.reprise.http.Scope;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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
    private final OrderAnswers answers;
    private final RequestContext request;

    @Inject
    OrderQueriesResource(
            Orders orders, OrderSummaries summaries, OrderAnswers answers, RequestContext request) {
        this.queries = OwnOrders.queries(orders, summaries, request);
        this.answers = answers;
        this.request = request;
    }

    @GET
    @Operation(
            operationId = "listOrders",
            summary = "List the orders of a customer or with a status, the newest first")
    @APIResponseSchema(OrdersResponse.class)
    public Response list(
            @QueryParam(CUSTOMER_ID) @Nullable String customerId,
            @QueryParam(STATUS) @Nullable String status,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion,
            @QueryParam(OrdersResource.ORDER_ID) @Nullable String orderId) {
        OrderQuery query = query(customerId, status);
        requireReadable(query);
        PageRequest page =
                PagedList.of("orders", request.tenant(), OrderSummaries::isPosition)
                        .with(CUSTOMER_ID, customerId)
                        .with(STATUS, status)
                        .seenBy(request.caller())
                        .page(limit, cursor);
        ProjectionPage<Order> found =
                queries.list(
                        OrderSummaries.listing(query),
                        page,
                        minVersion,
                        OrdersResource.stream(orderId, request));
        return page.response(found.next(), next -> OrdersResponse.of(found, next, answers));
    }

    private OrderQuery query(@Nullable String customerId, @Nullable String status) {
        Optional<OrderStatus> wanted =
                Optional.ofNullable(status)
                        .map(given -> Input.oneOf(STATUS, given, OrderStatus.class));
        if (customerId != null) {
            return new OrderQuery.OfCustomer(
                    request.tenant(),
                    Input.parameter(CUSTOMER_ID, customerId, CustomerId::new),
                    wanted);
        }
        return new OrderQuery.OfStatus(
                request.tenant(),
                wanted.orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.MALFORMED,
                                        "give customerId, status or both"))));
    }

    private void requireReadable(OrderQuery query) {
        switch (query) {
            case OrderQuery.OfCustomer(_, CustomerId customerId, _) ->
                    OwnOrders.requireReadable(customerId, request.caller());
            case OrderQuery.OfStatus _ ->
                    request.caller().require(Scope.READ_ANY, "a list without customerId");
        }
    }

    @GET
    @Path("{orderId}")
    @Operation(
            operationId = "getOrder",
            summary = "Show an order, now or at an earlier version or instant")
    @APIResponseSchema(OrderResponse.class)
    public Response get(
            @PathParam(OrdersResource.ORDER_ID) String id,
            @QueryParam(AggregateQueries.VERSION) @Nullable String version,
            @QueryParam(AggregateQueries.AS_OF) @Nullable String asOf,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion) {
        OrderId orderId = OrdersResource.orderId(id, request);
        return answers.responses()
                .of(id, queries.find(id, orderId.stream(), version, asOf, minVersion), request);
    }

    @GET
    @Path("{orderId}/events")
    @Operation(operationId = "listEvents", summary = "List an order's events")
    @APIResponseSchema(EventsResponse.class)
    public Response events(
            @PathParam(OrdersResource.ORDER_ID) String id,
            @QueryParam(EventsQuery.AFTER) @Nullable String after,
            @QueryParam(EventsQuery.ORDER) @Nullable String order,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        OrderId orderId = OrdersResource.orderId(id, request);
        EventsQuery query =
                EventsQuery.of(request.caller(), orderId.stream(), after, order, limit, cursor);
        return query.response(queries.events(id, query), answers.events());
    }
}
