package dev.reprise.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.serialization.ExactJson;
import dev.reprise.serialization.ValueTypes;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/** Writes records of an order's values as JSON, and reads exactly what it wrote. */
final class OrderJson {

    static final JsonMapper MAPPER =
            ExactJson.MAPPER
                    .rebuild()
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
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
                    .build();

    private OrderJson() {}

    /**
     * Reads a record.
     *
     * @param type which record has these fields
     * @param what the record is, for the message of the exception
     * @throws IllegalArgumentException if the text is not what the mapper writes for the record
     */
    static <T> T read(
            JsonMapper mapper,
            String encoded,
            Function<JsonNode, Class<? extends T>> type,
            String what) {
        try {
            JsonNode fields = mapper.readTree(encoded);
            T value = Objects.requireNonNull(mapper.treeToValue(fields, type.apply(fields)));
            String expected = ExactJson.write(mapper, value);
            ExactJson.requireSame(expected, encoded);
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not " + what + ": " + ExactJson.fault(e));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not " + what + ": " + e.getMessage(), e);
        }
    }
}
