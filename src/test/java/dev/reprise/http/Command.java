package dev.reprise.http;

import java.util.function.BiFunction;

/** Every command, to an open order with one item {@code i1}; the creation to none. */
enum Command {
    CREATE((order, headers) -> Api.post("/orders", Api.newOrder(order, 2), headers)),
    ADD_ITEM((order, headers) -> Api.addItem(order, "i2", headers)),
    REMOVE_ITEM((order, headers) -> Api.removeItem(order, "i1", headers)),
    SHIP(Api::ship),
    CANCEL(Api::cancel);

    private final BiFunction<String, String[], Answer> call;

    Command(BiFunction<String, String[], Answer> call) {
        this.call = call;
    }

    Answer to(String orderId, String... headers) {
        return call.apply(orderId, headers);
    }

    String freshOrder() {
        return this == CREATE ? Api.freshId() : Api.createOrder(1);
    }

    int success() {
        return this == CREATE ? 201 : 200;
    }
}
