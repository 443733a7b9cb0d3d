package dev.reprise.orders.http;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.Input;
import dev.reprise.http.RangeParameters;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Sales;
import dev.reprise.values.DayRange;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what was sold, day by day. */
@Path("/sales")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Read models")
class SalesResource {

    private static final String ITEM_ID = "itemId";
    private static final int DEFAULT_DAYS = 30;

    private final AggregateQueries<Order, Order.Event> queries;
    private final Sales sales;
    private final RequestContext request;

    @Inject
    SalesResource(Orders orders, OrderSummaries summaries, Sales sales, RequestContext request) {
        this.queries = OwnOrders.queries(orders, summaries, request);
        this.sales = sales;
        this.request = request;
    }

    @GET
    @Operation(operationId = "getSales", summary = "Show what was shipped each day")
    public SalesResponse get(
            @QueryParam(ITEM_ID) @Nullable String itemId,
            @QueryParam(RangeParameters.FROM) @Nullable String from,
            @QueryParam(RangeParameters.TO) @Nullable String to,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion,
            @QueryParam(OrdersResource.ORDER_ID) @Nullable String orderId) {
        Optional<ItemId> item =
                Optional.ofNullable(itemId).map(id -> Input.parameter(ITEM_ID, id, ItemId::new));
        DayRange days = RangeParameters.days(from, to, DEFAULT_DAYS, Instant.now());
        Consistency consistency =
                queries.await(
                        sales.reader(),
                        minVersion,
                        OrdersResource.stream(orderId, request),
                        OrdersResource.ORDER_ID);
        return SalesResponse.of(
                itemId, days, sales.perDay(request.tenant(), item, days, consistency));
    }
}
