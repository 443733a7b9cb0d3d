package dev.reprise.orders;

import dev.reprise.eventstore.EventCodec;

/** The formats that an order's events can be stored in. */
public enum EventFormat {
    JSON(new OrderEventCodec());

    private final EventCodec<OrderEvent> codec;

    EventFormat(EventCodec<OrderEvent> codec) {
        this.codec = codec;
    }

    public EventCodec<OrderEvent> codec() {
        return codec;
    }
}
