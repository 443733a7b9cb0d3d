package dev.reprise.orders;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.values.Ids;

/**
 * The id of an order. Two tenants may have the same id for their orders.
 *
 * @param tenant whose order it is
 * @param value 1 to 128 of the ASCII letters, digits, {@code .}, {@code _}, {@code -} and {@code
 *     :}, not {@code .} or {@code ..}
 */
public record OrderId(Tenant tenant, String value) {

    /** The category of the streams of orders. */
    public static final String CATEGORY = "order";

    private static final int DERIVED_LENGTH = 32;

    public OrderId {
        Ids.require(value);
    }

    /**
     * The id of an order that is created without an id. The same caller and key always give the
     * same id, so a repeated creation finds the order. Callers that use the same key get different
     * ids.
     *
     * @param tenant the tenant that the order will belong to
     * @param caller the identity of who sends the command, the same in each of his sessions; empty
     *     if he is not known
     * @param idempotencyKey the key as the caller sent it, or the generated one
     */
    public static OrderId derivedFrom(Tenant tenant, String caller, CommandId idempotencyKey) {
        String digest =
                new FramedDigest()
                        .add("order-id/1")
                        .add(caller)
                        .add(idempotencyKey.value())
                        .digest()
                        .toString();
        return new OrderId(tenant, digest.substring(0, DERIVED_LENGTH));
    }

    /** The id of the order whose events a stream holds. */
    static OrderId of(StreamName stream) {
        return new OrderId(stream.tenant(), stream.id());
    }

    /** The stream that holds the order's events. */
    public StreamName stream() {
        return new StreamName(tenant, CATEGORY, value);
    }

    /** The id as callers know it, without the tenant. */
    @Override
    public String toString() {
        return value;
    }
}
