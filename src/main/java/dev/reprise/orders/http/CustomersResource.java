package dev.reprise.orders.http;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.Input;
import dev.reprise.http.ProblemException;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Sales;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the totals of customers. */
@Path("/customers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Read models")
class CustomersResource {

    private static final String CUSTOMER_ID = "customerId";

    private final AggregateQueries<Order, Order.Event> queries;
    private final Sales sales;
    private final RequestContext request;

    @Inject
    CustomersResource(
            Orders orders, OrderSummaries summaries, Sales sales, RequestContext request) {
        this.queries = OwnOrders.queries(orders, summaries, request);
        this.sales = sales;
        this.request = request;
    }

    @GET
    @Path("{customerId}")
    @Operation(
            operationId = "getCustomer",
            summary = "Show how many orders a customer has, and what was shipped to the customer")
    public CustomerResponse get(
            @PathParam(CUSTOMER_ID) String id,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion,
            @QueryParam(OrdersResource.ORDER_ID) @Nullable String orderId) {
        CustomerId customerId = Input.parameter(CUSTOMER_ID, id, CustomerId::new);
        OwnOrders.requireReadable(customerId, request.caller());
        Consistency consistency =
                queries.await(
                        sales.reader(),
                        minVersion,
                        OrdersResource.stream(orderId, request),
                        OrdersResource.ORDER_ID);
        return sales.ofCustomer(request.tenant(), customerId, consistency)
                .map(total -> CustomerResponse.of(id, total))
                .orElseThrow(() -> new ProblemException(OrderProblems.noOrders(id)));
    }
}
