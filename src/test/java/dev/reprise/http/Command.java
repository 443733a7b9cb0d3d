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
        return send(orderId, "", headers);
    }

    /** Sends the command as a dry run. */
    Answer dryRun(String orderId, String... headers) {
        return send(orderId, "?dryRun=true", headers);
    }

    private Answer send(String orderId, String query, String... headers) {
        String order = "/orders/" + orderId;
        return switch (this) {
            case CREATE -> Api.post("/orders" + query, Api.newOrder(orderId, 2), headers);
            case ADD_ITEM -> Api.post(order + "/items" + query, Api.item("i2", 1, "1"), headers);
            case REMOVE_ITEM -> Api.delete(order + "/items/i1" + query, headers);
            case CHANGE_QUANTITY ->
                    Api.patch(order + "/items/i1" + query, "{\"quantity\":4}", headers);
            case CHANGE ->
                    Api.patch(
                            order + query,
                            """
                            {"changes":[{"type":"CHANGE_QUANTITY","itemId":"i1","quantity":2},
                            {"type":"ADD_ITEM","itemId":"i2","quantity":1,"price":1}]}
                            """,
                            headers);
            case SHIP ->
                    Api.post(order + "/shipment" + query, "{\"shippingAddress\":\"a\"}", headers);
            case CANCEL -> Api.post(order + "/cancellation" + query, "{\"reason\":\"r\"}", headers);
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
