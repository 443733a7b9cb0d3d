package dev.reprise.orders.http;

import dev.reprise.http.Input;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.Order.Command.CancelOrder;
import org.jspecify.annotations.Nullable;

/** The body of a request that cancels an order. */
record CancellationRequest(@Nullable String reason) {

    CancelOrder command() {
        return new CancelOrder(Input.field("reason", reason, CancellationReason::parse));
    }
}
