package dev.reprise.orders;

/** An order's state in one word. */
public enum OrderStatus {
    OPEN,
    SHIPPED,
    CANCELLED
}
