package dev.reprise.orders.http;

import dev.reprise.eventstore.Tenant;
import dev.reprise.http.Input;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.ShippingAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a request that creates an order; only {@code customerId} is required. */
record CreateOrderRequest(
        @Nullable String customerId,
        @Nullable String orderId,
        @Nullable List<@Nullable ItemRequest> items,
        @Nullable String shippingAddress,
        @Nullable String occurredAt) {

    Optional<OrderId> givenOrderId(Tenant tenant) {
        return Optional.ofNullable(orderId)
                .map(id -> Input.field("orderId", id, text -> new OrderId(tenant, text)));
    }

    CreateOrder command() {
        return new CreateOrder(
                Input.field("customerId", customerId, CustomerId::new),
                orderItems(),
                shippingAddress == null
                        ? null
                        : Input.field("shippingAddress", shippingAddress, ShippingAddress::parse));
    }

    private List<OrderItem> orderItems() {
        List<OrderItem> orderItems = new ArrayList<>();
        if (items != null) {
            for (ItemRequest item : items) {
                String path = "items[" + orderItems.size() + "]";
                orderItems.add(Input.field(path, item, present -> present.item(path + ".")));
            }
        }
        return orderItems;
    }
}
