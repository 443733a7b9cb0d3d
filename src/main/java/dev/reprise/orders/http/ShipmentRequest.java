package dev.reprise.orders.http;

import dev.reprise.http.Input;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.ShippingAddress;
import org.jspecify.annotations.Nullable;

/** The body of a request that ships an order. */
record ShipmentRequest(@Nullable String shippingAddress) {

    ShipOrder command() {
        return new ShipOrder(
                Input.field("shippingAddress", shippingAddress, ShippingAddress::parse));
    }
}
