package dev.reprise.http;

import dev.reprise.eventstore.StreamVersion;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.OrderHistory;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderStatus;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.orders.OrderSummary;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of orders: from the read model as they are, from their events as they were.
 */
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders")
class OrderQueriesResource {

    private static final String VERSION = "version";
    private static final String AS_OF = "asOf";
    private static final String MIN_VERSION = "minVersion";
    private static final String CUSTOMER_ID = "customerId";
    private static final String STATUS = "status";
    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";
    private static final String LIMIT_DESCRIPTION = "How many at most, 1 to 200; 50 if not given";

    private static final long MAX_VERSION = Long.MAX_VALUE - 1;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** How long a reader waits for the read model before the events are replayed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OrderSummaries summaries;
    private final OrderHistory history;
    private final RequestContext call;

    @Inject
    OrderQueriesResource(OrderSummaries summaries, OrderHistory history, RequestContext call) {
        this.summaries = summaries;
        this.history = history;
        this.call = call;
    }

    @GET
    @Operation(summary = "List a customer's orders, or those of a status, newest created first")
    public OrdersResponse list(
            @Parameter(description = "Whose orders") @QueryParam(CUSTOMER_ID)
                    @Nullable String customerId,
            @Parameter(description = "OPEN, SHIPPED or CANCELLED") @QueryParam(STATUS)
                    @Nullable String status,
            @Parameter(description = LIMIT_DESCRIPTION) @QueryParam(LIMIT) @Nullable String limit,
            @Parameter(description = "The next of the page before") @QueryParam(CURSOR)
                    @Nullable String cursor) {
        return OrdersResponse.of(
                summaries.list(
                        query(customerId, status),
                        Optional.ofNullable(cursor)
                                .map(given -> Input.parameter(CURSOR, given, Cursor::decode)),
                        limit(limit)));
    }

    private static OrderQuery query(@Nullable String customerId, @Nullable String status) {
        Optional<OrderStatus> wanted =
                Optional.ofNullable(status)
                        .map(given -> Input.parameter(STATUS, given, OrderQueriesResource::status));
        if (customerId != null) {
            return new OrderQuery.OfCustomer(
                    Input.parameter(CUSTOMER_ID, customerId, CustomerId::new), wanted);
        }
        return new OrderQuery.OfStatus(
                wanted.orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.MALFORMED,
                                        "customerId or status has to be asked for"))));
    }

    @GET
    @Path("{orderId}")
    @Operation(summary = "See an order as it is, or as it was")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    public Response get(
            @PathParam(Input.ORDER_ID) String id,
            @Parameter(description = "As of its first so many events") @QueryParam(VERSION)
                    @Nullable String version,
            @Parameter(description = "As of an instant, such as 2026-01-31T08:15:30Z")
                    @QueryParam(AS_OF)
                    @Nullable String asOf,
            @Parameter(description = "As it is, with at least so many events")
                    @QueryParam(MIN_VERSION)
                    @Nullable String minVersion) {
        OrderId orderId = Input.orderId(id);
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
            order = asOf(orderId, Input.parameter(AS_OF, asOf, OrderQueriesResource::instant));
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
        return OrderResponse.answer(Response.ok(), order);
    }

    /** From the read model; from the events, where it has no row or is not that far. */
    private OrderSummary current(OrderId orderId, StreamVersion atLeast) {
        Optional<OrderSummary> row =
                atLeast.equals(StreamVersion.NONE)
                        ? summaries.find(orderId)
                        : summaries.await(orderId, atLeast, PATIENCE);
        OrderSummary order = row.orElseGet(() -> existing(orderId));
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
            @PathParam(Input.ORDER_ID) String id,
            @Parameter(description = "Only events with a greater sequence number")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(description = LIMIT_DESCRIPTION) @QueryParam(LIMIT) @Nullable String limit) {
        OrderId orderId = Input.orderId(id);
        StreamVersion from =
                after == null
                        ? StreamVersion.NONE
                        : new StreamVersion(Input.number("after", after, 0, MAX_VERSION));
        return history.events(orderId, from, limit(limit))
                .map(page -> EventsResponse.of(orderId, page))
                .orElseThrow(() -> new ProblemException(OrderProblems.notFound(orderId)));
    }

    private static int limit(@Nullable String limit) {
        return limit == null ? DEFAULT_LIMIT : (int) Input.number(LIMIT, limit, 1, MAX_LIMIT);
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

    private static OrderStatus status(String text) {
        return Arrays.stream(OrderStatus.values())
                .filter(status -> status.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("must be OPEN, SHIPPED or CANCELLED"));
    }
}
