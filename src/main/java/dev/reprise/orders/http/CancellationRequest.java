package dev.reprise.orders.http;

import dev.reprise.orders.Order.Command.CancelOrder;
import org.jspecify.annotations.Nullable;

/** The body of a request that cancels an order. */
record CancellationRequest(@Nullable String reason, @Nullable String occurredAt) {

    CancelOrder command() {
        return new ChangeRequest.Cancel(reason).change("");
    }
}
