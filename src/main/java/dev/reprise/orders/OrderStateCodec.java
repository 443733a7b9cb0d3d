package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.aggregates.StateCodec;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.serialization.ExactJson;
import java.util.OptionalLong;

/**
 * Encodes an order's state as JSON, for snapshots and for the rows of the read model: the fields of
 * {@link Contents}, and the fields that the state adds.
 */
final class OrderStateCodec implements StateCodec<Order> {

    private static final JsonMapper JSON =
            OrderJson.MAPPER
                    .rebuild()
                    .addMixIn(Created.class, ContentsAmongOtherFields.class)
                    .addMixIn(Open.class, ContentsAmongOtherFields.class)
                    .addMixIn(Shipped.class, ContentsAmongOtherFields.class)
                    .addMixIn(Cancelled.class, ContentsAmongOtherFields.class)
                    .build();

    /** What a state takes in memory without its lines and the characters of its texts. */
    private static final int CONTENTS_BYTES = 128;

    /** What a text takes in memory without its characters. */
    private static final int TEXT_BYTES = 64;

    /** Writes the fields of {@link Contents} beside those of the state, not in an object. */
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation, and nothing calls it.
    private interface ContentsAmongOtherFields {
        @JsonUnwrapped
        Contents contents();
    }

    @Override
    public int schemaVersion() {
        return 1;
    }

    @Override
    public OptionalLong memoryBytes(Order state) {
        return OptionalLong.of(
                switch (state) {
                    case NotCreated _ -> 0;
                    case Open(Contents contents) -> bytes(contents);
                    case Shipped(Contents contents, ShippingAddress address) ->
                            bytes(contents) + TEXT_BYTES + address.value().length();
                    case Cancelled(Contents contents, CancellationReason reason) ->
                            bytes(contents) + TEXT_BYTES + reason.value().length();
                });
    }

    private static long bytes(Contents contents) {
        return CONTENTS_BYTES
                + contents.customerId().value().length()
                + contents.items().memoryBytes();
    }

    @Override
    public String encode(Order state) {
        return switch (state) {
            case NotCreated _ ->
                    throw new IllegalArgumentException("an order without events has no state");
            case Created created -> ExactJson.write(JSON, created);
        };
    }

    @Override
    public Order decode(String encoded) {
        return OrderJson.read(JSON, encoded, OrderStateCodec::type, "the stored state of an order");
    }

    private static Class<? extends Created> type(JsonNode fields) {
        if (fields.has("shippingAddress")) {
            return Shipped.class;
        }
        return fields.has("cancellationReason") ? Cancelled.class : Open.class;
    }
}
