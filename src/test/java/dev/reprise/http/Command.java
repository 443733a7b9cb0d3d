package dev.reprise.http;

/** The commands of the API. All but the creation are sent to an open order with item {@code i1}. */
enum Command {
    CREATE,
    ADD_ITEM,
    REMOVE_ITEM,
    CHANGE_QUANTITY,
    CHANGE,
    SHIP,
    CANCEL;

    Answer to(String orderId, String... headers) {
        return switch (this) {
            case CREATE -> Api.post("/orders", Api.newOrder(orderId, 2), headers);
            case ADD_ITEM -> Api.addItem(orderId, "i2", headers);
            case REMOVE_ITEM -> Api.removeItem(orderId, "i1", headers);
            case CHANGE_QUANTITY ->
                    Api.patch("/orders/" + orderId + "/items/i1", "{\"quantity\":4}", headers);
            case CHANGE ->
                    Api.patch(
                            "/orders/" + orderId,
                            """
                            {"changes":[{"type":"CHANGE_QUANTITY","itemId":"i1","quantity":2},
                            {"type":"ADD_ITEM","itemId":"i2","quantity":1,"price":1}]}
                            """,
                            headers);
            case SHIP -> Api.ship(orderId, headers);
            case CANCEL -> Api.cancel(orderId, headers);
        };
    }

    /** The id of a new order that the command can be sent to. */
    String freshOrder() {
        return this == CREATE ? Api.freshId() : Api.createOrder(1);
    }

    int success() {
        return this == CREATE ? 201 : 200;
    }
}
