package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import dev.reprise.serialization.ExactJson;
import dev.reprise.serialization.ValueTypes;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Encodes an order's state as JSON, for snapshots and for the rows of the read model: the fields of
 * {@link Contents}, and the fields that the state adds.
 */
final class OrderStateCodec implements StateCodec<Order> {

    private static final JsonMapper JSON =
            ExactJson.MAPPER
                    .rebuild()
                    .addModule(
                            new ValueTypes()
                                    .text(CustomerId.class, CustomerId::value, CustomerId::new)
                                    .text(ItemId.class, ItemId::value, ItemId::new)
                                    .text(
                                            ShippingAddress.class,
                                            ShippingAddress::value,
                                            ShippingAddress::new)
                                    .text(
                                            CancellationReason.class,
                                            CancellationReason::value,
                                            CancellationReason::new)
                                    .text(
                                            Instant.class,
                                            TimestampFormat::format,
                                            TimestampFormat::parse)
                                    .decimal(Price.class, Price::amount, Price::new)
                                    .list(
                                            OrderLines.class,
                                            OrderLine.class,
                                            OrderLines::lines,
                                            OrderLines::new))
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
        try {
            JsonNode fields = JSON.readTree(encoded);
            Order state = JSON.treeToValue(fields, type(fields));
            String expected = encode(state);
            if (!expected.equals(encoded)) {
                throw new IllegalArgumentException("expected " + expected + ", found " + encoded);
            }
            return state;
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "not the stored state of an order: " + e.getMessage(), e);
        }
    }

    private static Class<? extends Created> type(JsonNode fields) {
        if (fields.has("shippingAddress")) {
            return Shipped.class;
        }
        return fields.has("cancellationReason") ? Cancelled.class : Open.class;
    }
}
