package dev.reprise.http;

import dev.reprise.eventstore.CommandResult;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.OrderCommand;
import dev.reprise.orders.OrderCommand.AddItem;
import dev.reprise.orders.OrderCommand.CreateOrder;
import dev.reprise.orders.OrderCommand.RemoveItem;
import dev.reprise.orders.OrderHistory;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderRejection;
import dev.reprise.orders.OrderSummary;
import dev.reprise.orders.Orders;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Orders: commands to them, and what is to be seen of them. */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
class OrdersResource {

    private static final String ORDER_ID = "orderId";
    private static final String VERSION = "version";
    private static final String AS_OF = "asOf";
    private static final String MIN_VERSION = "minVersion";

    private static final long MAX_VERSION = Long.MAX_VALUE - 1;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final Orders orders;
    private final OrderHistory history;
    private final Call call;

    @Inject
    OrdersResource(Orders orders, OrderHistory history, Call call) {
        this.orders = orders;
        this.history = history;
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
    public Response addItem(@PathParam(ORDER_ID) String id, @Nullable ItemRequest request) {
        OrderId orderId = orderId(id);
        return answer(orderId, new AddItem(Input.body(request).item("")), Response.ok());
    }

    @DELETE
    @Path("{orderId}/items/{itemId}")
    @Operation(summary = "Remove an item whole")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response removeItem(@PathParam(ORDER_ID) String id, @PathParam("itemId") String itemId) {
        OrderId orderId = orderId(id);
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
    public Response ship(@PathParam(ORDER_ID) String id, @Nullable ShipmentRequest request) {
        OrderId orderId = orderId(id);
        return answer(orderId, Input.body(request).command(), Response.ok());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{orderId}/cancellation")
    @Operation(summary = "Cancel an order, which is final")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response cancel(@PathParam(ORDER_ID) String id, @Nullable CancellationRequest request) {
        OrderId orderId = orderId(id);
        return answer(orderId, Input.body(request).command(), Response.ok());
    }

    private Response answer(
            OrderId orderId, OrderCommand command, Response.ResponseBuilder success) {
        CommandResult<OrderSummary, OrderRejection> result =
                orders.handle(
                        orderId, command, call.commandId(), call.precondition(), call.metadata());
        return switch (result) {
            case CommandResult.Handled<OrderSummary, OrderRejection>(OrderSummary order) ->
                    order(success, order);
            case CommandResult.Rejected<OrderSummary, OrderRejection>(OrderRejection reason) ->
                    OrderProblems.rejected(orderId, reason).response().build();
            case CommandResult.PreconditionFailed<OrderSummary, OrderRejection>(
                            StreamVersion actual) ->
                    OrderProblems.preconditionFailed(orderId, actual).response().build();
            case CommandResult.CommandIdReused<OrderSummary, OrderRejection>(
                            StreamVersion recordedAt) ->
                    OrderProblems.keyReused(orderId, call.commandId(), recordedAt)
                            .response()
                            .build();
            case CommandResult.TooLarge<OrderSummary, OrderRejection>(int bytes, int limit) ->
                    OrderProblems.tooLarge(bytes, limit).response().build();
            case CommandResult.Contended<OrderSummary, OrderRejection>(int attempts) ->
                    OrderProblems.contended(orderId, attempts).response().build();
        };
    }

    @GET
    @Path("{orderId}")
    @Operation(summary = "See an order as it is, or as it was")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response get(
            @PathParam(ORDER_ID) String id,
            @Parameter(description = "As of its first so many events") @QueryParam(VERSION)
                    @Nullable String version,
            @Parameter(description = "As of an instant, such as 2026-01-31T08:15:30Z")
                    @QueryParam(AS_OF)
                    @Nullable String asOf,
            @Parameter(description = "As it is, with at least so many events")
                    @QueryParam(MIN_VERSION)
                    @Nullable String minVersion) {
        OrderId orderId = orderId(id);
        if (Stream.of(version, asOf, minVersion).filter(Objects::nonNull).count() > 1) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "at most one of version, asOf and minVersion can be asked for"));
        }
        OrderSummary order;
        if (version != null) {
            order = asOf(orderId, version(VERSION, version));
        } else if (asOf != null) {
            order = asOf(orderId, Input.parameter(AS_OF, asOf, OrdersResource::instant));
        } else {
            order =
                    current(
                            orderId,
                            minVersion == null
                                    ? StreamVersion.NONE
                                    : version(MIN_VERSION, minVersion));
        }
        if (call.ifNoneMatch().filter(tags -> tags.matchWeakly(order.version())).isPresent()) {
            return Response.notModified()
                    .header(HttpHeaders.ETAG, EntityTags.of(order.version()))
                    .build();
        }
        return order(Response.ok(), order);
    }

    private OrderSummary current(OrderId orderId, StreamVersion atLeast) {
        OrderSummary order = existing(orderId);
        if (order.version().compareTo(atLeast) < 0) {
            throw new ProblemException(OrderProblems.versionNotReached(order, atLeast));
        }
        return order;
    }

    private OrderSummary asOf(OrderId orderId, StreamVersion version) {
        return history.asOf(orderId, version)
                .orElseThrow(() ->
                        new ProblemException(
                                OrderProblems.noSuchVersion(existing(orderId), version)));
    }

    private OrderSummary asOf(OrderId orderId, Instant instant) {
        return history.asOf(orderId, instant)
                .orElseThrow(() ->
                        new ProblemException(
                                OrderProblems.notYetCreated(existing(orderId), instant)));
    }

    private OrderSummary existing(OrderId orderId) {
        return history.current(orderId)
                .orElseThrow(() -> new ProblemException(OrderProblems.notFound(orderId)));
    }

    @GET
    @Path("{orderId}/events")
    @Operation(summary = "List what happened to an order")
    public EventsResponse events(
            @PathParam(ORDER_ID) String id,
            @Parameter(description = "Only events with a greater sequence number")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(description = "How many at most, 1 to 200; 50 if not given")
                    @QueryParam("limit")
                    @Nullable String limit) {
        OrderId orderId = orderId(id);
        StreamVersion from =
                after == null
                        ? StreamVersion.NONE
                        : new StreamVersion(Input.number("after", after, 0, MAX_VERSION));
        int atMost =
                limit == null ? DEFAULT_LIMIT : (int) Input.number("limit", limit, 1, MAX_LIMIT);
        return history.events(orderId, from, atMost)
                .map(page -> EventsResponse.of(orderId, page))
                .orElseThrow(() -> new ProblemException(OrderProblems.notFound(orderId)));
    }

    private static Response order(Response.ResponseBuilder success, OrderSummary order) {
        return success.header(HttpHeaders.ETAG, EntityTags.of(order.version()))
                .entity(OrderResponse.of(order))
                .build();
    }

    private static OrderId orderId(String id) {
        return Input.parameter(ORDER_ID, id, OrderId::new);
    }

    private static StreamVersion version(String parameter, String value) {
        return new StreamVersion(Input.number(parameter, value, 1, MAX_VERSION));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be an instant such as 2026-01-31T08:15:30Z", e);
        }
    }
}
