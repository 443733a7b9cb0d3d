package dev.reprise.cli;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Sends the two commands of an invoice. The Idempotency-Key of each is a digest of the command, so
 * the same invoice has the same keys in every run, and the API records it once. An invoice that was
 * changed has other keys, and the API refuses it.
 */
final class OrdersApi {

    private final Api api;

    /** The body of the request that ships an order. */
    private record Shipment(String shippingAddress, String occurredAt) {}

    OrdersApi(Api api) {
        this.api = api;
    }

    Answer create(NewOrder order) throws InterruptedException {
        return send("/orders", Json.write(order));
    }

    Answer ship(NewOrder order, String country) throws InterruptedException {
        return send(
                "/orders/" + order.orderId() + "/shipment",
                Json.write(new Shipment(country, order.occurredAt().toString())));
    }

    private Answer send(String path, String body) throws InterruptedException {
        return api.command(path, key(path, body), body);
    }

    /** Looks like a UUID, because the service stores those in less than half of the bytes. */
    static String key(String path, String body) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(path + "\n" + body));
        return new UUID(digest.getLong(), digest.getLong()).toString();
    }
}
