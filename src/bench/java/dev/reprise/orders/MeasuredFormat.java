package dev.reprise.orders;

import dev.reprise.eventstore.EventCodec;

/** The formats that an order's events can be stored in. */
public enum MeasuredFormat {
    JSON;

    public EventCodec<OrderEvent> codec() {
        return switch (this) {
            case JSON -> new OrderEventCodec();
        };
    }
}
