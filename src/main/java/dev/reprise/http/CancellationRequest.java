package dev.reprise.http;

import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.OrderCommand.CancelOrder;
import org.jspecify.annotations.Nullable;

/** The body that cancels an order. */
record CancellationRequest(@Nullable String reason) {

    CancelOrder command() {
        return new CancelOrder(Input.field("reason", reason, CancellationReason::new));
    }
}
