package dev.reprise.orders.http;

import dev.reprise.orders.Order.Command.ShipOrder;
import org.jspecify.annotations.Nullable;

/** The body of a request that ships an order. */
record ShipmentRequest(@Nullable String shippingAddress, @Nullable String occurredAt) {

    ShipOrder command() {
        return new ChangeRequest.Ship(shippingAddress).change("");
    }
}
