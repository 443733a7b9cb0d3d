package dev.reprise.orders.http;

import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.Tenant;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.Input;
import dev.reprise.http.PageRequest;
import dev.reprise.http.PagedList;
import dev.reprise.http.Paging;
import dev.reprise.http.Problem;
import dev.reprise.http.ProblemException;
import dev.reprise.http.ProblemType;
import dev.reprise.http.RangeParameters;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.AddressQuery;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.Orders;
import dev.reprise.orders.ShippedItem;
import dev.reprise.orders.ShippedItems;
import dev.reprise.orders.ShippedItemsQuery;
import dev.reprise.projections.SharedSearch;
import dev.reprise.values.TimeRange;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Searches what was shipped: by item, by time, and by words of the address. */
@Path("/shipped-items")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Read models")
class ShippedItemsResource {

    private static final String ITEM_ID = "itemId";
    private static final String ADDRESS = "q";

    private final AggregateQueries<Order, Order.Event> queries;
    private final ShippedItems shippedItems;
    private final RequestContext request;

    @Inject
    ShippedItemsResource(
            Orders orders,
            OrderSummaries summaries,
            ShippedItems shippedItems,
            RequestContext request) {
        this.queries = OwnOrders.queries(orders, summaries, request);
        this.shippedItems = shippedItems;
        this.request = request;
    }

    @GET
    @Operation(
            operationId = "listShippedItems",
            summary = "Search what was shipped, by item, by time, and by words of the address")
    @APIResponseSchema(ShippedItemsResponse.class)
    public Response list(
            @QueryParam(ITEM_ID) @Nullable String itemId,
            @QueryParam(RangeParameters.FROM) @Nullable String from,
            @QueryParam(RangeParameters.TO) @Nullable String to,
            @QueryParam(ADDRESS) @Nullable String address,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion,
            @QueryParam(OrdersResource.ORDER_ID) @Nullable String orderId) {
        ShippedItemsQuery query = query(itemId, from, to, address);
        PageRequest page =
                PagedList.of("shipped-items", request.tenant(), ShippedItems::isPosition)
                        .with(ITEM_ID, itemId)
                        .with(RangeParameters.FROM, from)
                        .with(RangeParameters.TO, to)
                        .with(ADDRESS, query.address().map(AddressQuery::toString).orElse(null))
                        .page(limit, cursor);
        Consistency consistency =
                queries.await(
                        shippedItems.reader(),
                        minVersion,
                        OrdersResource.stream(orderId, request),
                        OrdersResource.ORDER_ID);
        SharedSearch.Page<ShippedItem> found =
                shippedItems.list(query, page.after(), page.limit(), consistency);
        return page.response(found.next(), next -> ShippedItemsResponse.of(found.elements(), next));
    }

    private ShippedItemsQuery query(
            @Nullable String itemId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String address) {
        if (itemId == null && from == null && to == null && address == null) {
            throw new ProblemException(
                    Problem.of(ProblemType.MALFORMED, "give itemId, from, q or several of them"));
        }
        Optional<ItemId> item =
                Optional.ofNullable(itemId).map(id -> Input.parameter(ITEM_ID, id, ItemId::new));
        Optional<TimeRange> shipped = RangeParameters.times(from, to, Instant.now());
        Optional<AddressQuery> words =
                Optional.ofNullable(address)
                        .map(text -> Input.parameter(ADDRESS, text, AddressQuery::parse));
        Tenant tenant = request.tenant();
        // Only the words can be too short to search by.
        return Input.parameter(
                ADDRESS,
                String.valueOf(address),
                _ -> new ShippedItemsQuery(tenant, item, shipped, words));
    }
}
