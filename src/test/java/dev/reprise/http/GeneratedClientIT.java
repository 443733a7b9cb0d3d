package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.client.ApiClient;
import dev.reprise.client.ApiException;
import dev.reprise.client.ApiResponse;
import dev.reprise.client.OrdersApi;
import dev.reprise.client.StreamsApi;
import dev.reprise.client.model.AddItem;
import dev.reprise.client.model.AddItemRequest;
import dev.reprise.client.model.ChangesRequest;
import dev.reprise.client.model.CreateOrderRequest;
import dev.reprise.client.model.OrderCreated;
import dev.reprise.client.model.OrderEvent;
import dev.reprise.client.model.OrderItemAdded;
import dev.reprise.client.model.OrderItemQuantityChanged;
import dev.reprise.client.model.OrderItemRemoved;
import dev.reprise.client.model.OrderResponse;
import dev.reprise.client.model.OrderShipped;
import dev.reprise.client.model.OrderStatus;
import dev.reprise.client.model.QuantityRequest;
import dev.reprise.client.model.RemoveItem;
import dev.reprise.client.model.ShipmentRequest;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * The seed example with a client that was generated from {@code docs/openapi.yaml}: nothing is
 * cast, and events have the fields of their types.
 */
@QuarkusTest
class GeneratedClientIT {

    private static final String ADDRESS = "123 Main St, Anytown, USA";
    private static final OffsetDateTime OCCURRED_AT = OffsetDateTime.parse("2010-12-01T08:26:00Z");

    @Inject TestStream stream;

    private final ApiClient client =
            new ApiClient()
                    .setScheme("http")
                    .setHost("127.0.0.1")
                    .setPort(
                            ConfigProvider.getConfig()
                                    .getValue("reprise.local.http.port", Integer.class));
    private final OrdersApi orders = new OrdersApi(client);
    private final String orderId = Api.freshId();
    private final String customerId = Api.freshId();

    private OrderResponse create() throws ApiException {
        return orders.createOrder(
                new CreateOrderRequest()
                        .orderId(orderId)
                        .customerId(customerId)
                        .occurredAt(OCCURRED_AT),
                null,
                null,
                null,
                null);
    }

    private OrderResponse addWidgets() throws ApiException {
        return orders.addItem(
                orderId,
                new AddItemRequest().itemId("widget-x").quantity(2).price(new BigDecimal("15.99")),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void the_seed_example_runs_without_a_cast() throws ApiException {
        assertThat(create().getStatus()).isEqualTo(OrderStatus.OPEN);
        assertThat(addWidgets().getTotal()).isEqualByComparingTo("31.98");
        orders.changeQuantity(
                orderId,
                "widget-x",
                new QuantityRequest().quantity(3),
                null,
                null,
                "\"2\"",
                null,
                null,
                null);
        ApiResponse<OrderResponse> shipped =
                orders.shipOrderWithHttpInfo(
                        orderId,
                        new ShipmentRequest().shippingAddress(ADDRESS),
                        null,
                        null,
                        null,
                        null,
                        "ship-1",
                        null);

        assertThat(shipped.getHeaders().get("etag")).containsExactly("\"4\"");
        assertThat(shipped.getHeaders().get("idempotency-key")).containsExactly("ship-1");
        assertThat(shipped.getData().getShippingAddress()).isEqualTo(ADDRESS);
        assertThat(shipped.getData().getItems())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getItemId()).isEqualTo("widget-x");
                    assertThat(line.getQuantity()).isEqualTo(3);
                    assertThat(line.getPrice()).isEqualByComparingTo("15.99");
                });
        assertThat(orders.getOrder(orderId, 2L, null, null, null, null, null).getItems())
                .singleElement()
                .satisfies(line -> assertThat(line.getQuantity()).isEqualTo(2));
        assertThat(list()).extracting(OrderResponse::getOrderId).containsExactly(orderId);
        assertThat(
                        new StreamsApi(client)
                                .verifyStream("order-" + orderId, null, null, null, null)
                                .getIntact())
                .isTrue();
    }

    private List<OrderResponse> list() throws ApiException {
        stream.drain();
        return orders.listOrders(
                        customerId, OrderStatus.SHIPPED, null, null, 4L, orderId, null, null, null)
                .getOrders();
    }

    @Test
    void events_have_the_fields_of_their_types() throws ApiException {
        create();
        addWidgets();
        orders.changeQuantity(
                orderId,
                "widget-x",
                new QuantityRequest().quantity(3),
                null,
                null,
                null,
                null,
                null,
                null);
        orders.changeOrder(
                orderId,
                new ChangesRequest()
                        .addChangesItem(
                                new AddItem()
                                        .itemId("pen")
                                        .quantity(5)
                                        .price(new BigDecimal("1.2")))
                        .addChangesItem(new RemoveItem().itemId("pen")),
                null,
                null,
                null,
                null,
                null,
                null);
        orders.shipOrder(
                orderId,
                new ShipmentRequest().shippingAddress(ADDRESS),
                null,
                null,
                null,
                null,
                null,
                null);

        assertThat(
                        orders.listEvents(orderId, null, null, null, null, null, null, null, null)
                                .getEvents())
                .extracting(this::described)
                .containsExactly(
                        "created for %s at 2010-12-01T08:26Z".formatted(customerId),
                        "2 widget-x at 15.99 added",
                        "3 widget-x at 15.99",
                        "5 pen at 1.2 added",
                        "pen removed",
                        "shipped to " + ADDRESS);
    }

    private String described(OrderEvent event) {
        return switch (event) {
            case OrderCreated created -> {
                assertThat(created.getOrderId()).isEqualTo(orderId);
                assertThat(created.getSequenceNumber()).isEqualTo(1);
                assertThat(created.getMetadata().getCommandId()).startsWith("~");
                yield "created for %s at %s"
                        .formatted(created.getCustomerId(), created.getOccurredAt());
            }
            case OrderItemAdded added ->
                    "%d %s at %s added"
                            .formatted(added.getQuantity(), added.getItemId(), added.getPrice());
            case OrderItemQuantityChanged changed ->
                    "%d %s at %s"
                            .formatted(
                                    changed.getQuantity(), changed.getItemId(), changed.getPrice());
            case OrderItemRemoved removed -> removed.getItemId() + " removed";
            case OrderShipped shipped -> "shipped to " + shipped.getShippingAddress();
            default -> throw new AssertionError(event);
        };
    }

    @Test
    void an_error_is_an_exception_with_the_status_and_the_problem() {
        assertThatThrownBy(() -> orders.getOrder("nowhere", null, null, null, null, null, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        error -> {
                            assertThat(error.getCode()).isEqualTo(404);
                            assertThat(error.getResponseBody()).contains("order-not-found");
                        });
    }
}
