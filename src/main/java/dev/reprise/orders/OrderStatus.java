package dev.reprise.orders;

import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;

/** The name of an order's state. */
public enum OrderStatus {
    OPEN,
    SHIPPED,
    CANCELLED;

    /** The status of an order in this state. */
    public static OrderStatus of(Created order) {
        return switch (order) {
            case Open _ -> OPEN;
            case Shipped _ -> SHIPPED;
            case Cancelled _ -> CANCELLED;
        };
    }
}
