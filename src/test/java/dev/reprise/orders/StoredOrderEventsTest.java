package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.SHIPPED;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.WIDGETS_CHANGED;
import static dev.reprise.orders.OrderSamples.WIDGETS_REMOVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.serialization.AvroSchemas;
import dev.reprise.serialization.Encoded;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.ProtobufSchema;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Events in the binary formats. The samples are stored in tables. Never change them, or a test that
 * fails here. Samples in JSON are in {@link OrderEventCodecTest}.
 */
class StoredOrderEventsTest {

    private static final Path SCHEMAS = Path.of("docs", "schemas");

    /** Stored events in hexadecimal, and the same events decoded. */
    record Sample(EventFormat format, String stored, List<Order.Event> events) {}

    private static Sample avro(String stored, Order.Event... events) {
        return new Sample(EventFormat.AVRO, stored, List.of(events));
    }

    private static Sample protobuf(String stored, Order.Event... events) {
        return new Sample(EventFormat.PROTOBUF, stored, List.of(events));
    }

    static final List<Sample> SAMPLES =
            List.of(
                    avro("c30145538e516e7e7c1d020e7573657231323300", CREATED),
                    avro("c3011d9ee2445d8e978102107769646765742d78040804063f0400", WIDGETS_ADDED),
                    avro("c30166571ccea83aedec02107769646765742d7800", WIDGETS_REMOVED),
                    avro("c3017ed434dd743f258002107769646765742d78060804063f0400", WIDGETS_CHANGED),
                    avro(
                            "c301429681f2775b0abe02343d313233204d61696e2053742c20416e79746f776e2c2055534100",
                            SHIPPED),
                    avro("c30194dc8c5418fa7dd302203d6368616e676564206d79206d696e6400", CANCELLED),
                    avro(
                            "c30145538e516e7e7c1d020e7573657231323300"
                                    + "c3011d9ee2445d8e978104107769646765742d78040804063f04107769646765742d78040804063f0400"
                                    + "c301429681f2775b0abe02343d313233204d61696e2053742c20416e79746f776e2c2055534100",
                            CREATED,
                            WIDGETS_ADDED,
                            WIDGETS_ADDED,
                            SHIPPED),
                    protobuf("0a0eb2e7c02c090a0775736572313233", CREATED),
                    protobuf("0a18aab1d36b130a087769646765742d7810021a0531352e3939", WIDGETS_ADDED),
                    protobuf("0a0f92d4b24e0a0a087769646765742d78", WIDGETS_REMOVED),
                    protobuf(
                            "0a18caf49a15130a087769646765742d7810031a0531352e3939",
                            WIDGETS_CHANGED),
                    protobuf(
                            "0a21a2fee4341c0a1a3d313233204d61696e2053742c20416e79746f776e2c20555341",
                            SHIPPED),
                    protobuf("0a1782a1dc56120a103d6368616e676564206d79206d696e64", CANCELLED),
                    protobuf(
                            "0a0eb2e7c02c090a0775736572313233"
                                    + "0a18aab1d36b130a087769646765742d7810021a0531352e3939"
                                    + "0a18aab1d36b130a087769646765742d7810021a0531352e3939"
                                    + "0a21a2fee4341c0a1a3d313233204d61696e2053742c20416e79746f776e2c20555341",
                            CREATED,
                            WIDGETS_ADDED,
                            WIDGETS_ADDED,
                            SHIPPED));

    /** Events as earlier releases stored them. */
    static final List<Sample> OLDER_SAMPLES =
            List.of(
                    avro(
                            "c30134b04a41b92b10190232313233204d61696e2053742c20416e79746f776e2c2055534100",
                            SHIPPED),
                    avro("c301299c725935110d82021e6368616e676564206d79206d696e6400", CANCELLED),
                    avro(
                            "c30145538e516e7e7c1d020e7573657231323300"
                                    + "c3011d9ee2445d8e978104107769646765742d78040804063f04107769646765742d78040804063f0400"
                                    + "c30134b04a41b92b10190232313233204d61696e2053742c20416e79746f776e2c2055534100",
                            CREATED,
                            WIDGETS_ADDED,
                            WIDGETS_ADDED,
                            SHIPPED),
                    protobuf(
                            "0a20bae7eb721b0a19313233204d61696e2053742c20416e79746f776e2c20555341",
                            SHIPPED),
                    protobuf("0a16fadb9b2f110a0f6368616e676564206d79206d696e64", CANCELLED),
                    protobuf(
                            "0a0eb2e7c02c090a0775736572313233"
                                    + "0a18aab1d36b130a087769646765742d7810021a0531352e3939"
                                    + "0a18aab1d36b130a087769646765742d7810021a0531352e3939"
                                    + "0a20bae7eb721b0a19313233204d61696e2053742c20416e79746f776e2c20555341",
                            CREATED,
                            WIDGETS_ADDED,
                            WIDGETS_ADDED,
                            SHIPPED));

    /** The schema version that a commit of these events is stored with. */
    static int neededVersion(List<Order.Event> events) {
        return events.stream().mapToInt(StoredOrderEventsTest::neededVersion).max().orElse(1);
    }

    private static int neededVersion(Order.Event event) {
        return switch (event) {
            case Order.Event.OrderCreated _,
                    Order.Event.OrderItemAdded _,
                    Order.Event.OrderItemRemoved _ ->
                    1;
            case Order.Event.OrderItemQuantityChanged _ -> 2;
            case Order.Event.OrderShipped _, Order.Event.OrderCancelled _ -> 3;
        };
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void events_are_encoded_as_the_sample(Sample sample) {
        assertThat(new OrderEventCodec(sample.format()).encode(sample.events()))
                .isEqualTo(
                        Encoded.of(sample.events().size(), sample.format(), sample.stored())
                                .needing(neededVersion(sample.events())));
    }

    @ParameterizedTest
    @FieldSource({"SAMPLES", "OLDER_SAMPLES"})
    void every_codec_decodes_the_sample(Sample sample) {
        for (EventFormat written : EventFormat.values()) {
            assertThat(
                            new OrderEventCodec(written)
                                    .decode(
                                            Encoded.of(
                                                    sample.events().size(),
                                                    sample.format(),
                                                    sample.stored())))
                    .isEqualTo(sample.events());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // a quantity of 0 and one of 2^32 + 1, a price of -0.01, an item named a/b
        "AVRO, c3011d9ee2445d8e978102107769646765742d78000804063f0400",
        "AVRO, c3011d9ee2445d8e978102107769646765742d7882808080200804063f0400",
        "AVRO, c3011d9ee2445d8e978102107769646765742d78040602ff0400",
        "AVRO, c30166571ccea83aedec0206612f6200",
        "PROTOBUF, 0a18aab1d36b130a087769646765742d7810001a0531352e3939",
        "PROTOBUF, 0a18aab1d36b130a087769646765742d7810021a052d302e3031",
        "PROTOBUF, 0a0a92d4b24e050a03612f62"
    })
    void an_event_with_an_invalid_value_is_refused_and_named(EventFormat format, String stored) {
        assertThatThrownBy(() -> new OrderEventCodec().decode(Encoded.of(1, format, stored)))
                .isInstanceOf(UndecodableEventsException.class)
                .hasMessageStartingWith("OrderItem");
    }

    @Test
    void the_published_schemas_match_the_code() throws IOException {
        assertPublished(
                "order-events.avsc",
                SchemaFormatter.format("json/pretty", AvroSchemas.union(OrderEventCodec.SCHEMAS))
                        + "\n");
        assertPublished("order-events.proto", ProtobufSchema.proto(OrderEventCodec.SCHEMAS));
    }

    private static void assertPublished(String name, String derived) throws IOException {
        Path written = Files.writeString(Path.of("target", name), derived);
        assertThat(SCHEMAS.resolve(name))
                .as("docs/schemas/%s must be a copy of %s", name, written)
                .hasContent(derived);
    }

    @ParameterizedTest
    @EnumSource
    void a_format_is_configured_by_its_stored_name(EventFormat format) {
        assertThat(configured(format.storedName())).isEqualTo(format);
    }

    @Test
    void an_unknown_format_is_refused_and_the_possible_formats_are_named() {
        assertThatThrownBy(() -> configured("xml"))
                .hasMessageContaining("reprise.events-format")
                .hasMessageContaining("xml")
                .hasMessageContainingAll("json", "avro", "protobuf");
    }

    private static EventFormat configured(String value) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withDefaultValue("reprise.events-format", value)
                        .build();
        return config.getValue("reprise.events-format", EventFormat.class);
    }
}
