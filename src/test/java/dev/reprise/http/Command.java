package dev.reprise.http;

/** Every command, to an open order with one item {@code i1}; the creation to none. */
enum Command {
    CREATE,
    ADD_ITEM,
    REMOVE_ITEM,
    SHIP,
    CANCEL;

    Answer to(String orderId, String... headers) {
        return switch (this) {
            case CREATE -> Api.post("/orders", Api.newOrder(orderId, 2), headers);
            case ADD_ITEM -> Api.addItem(orderId, "i2", headers);
            case REMOVE_ITEM -> Api.removeItem(orderId, "i1", headers);
            case SHIP -> Api.ship(orderId, headers);
            case CANCEL -> Api.cancel(orderId, headers);
        };
    }

    /** The id of an order that it can be given to. */
    String freshOrder() {
        return this == CREATE ? Api.freshId() : Api.createOrder(1);
    }

    int success() {
        return this == CREATE ? 201 : 200;
    }
}
