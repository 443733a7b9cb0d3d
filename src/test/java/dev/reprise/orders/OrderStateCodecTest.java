package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.orders.Order.Cancelled;
import dev.reprise.orders.Order.Contents;
import dev.reprise.orders.Order.NotCreated;
import dev.reprise.orders.Order.Open;
import dev.reprise.orders.Order.Shipped;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are stored in tables. If they have to change, raise the schema version. */
class OrderStateCodecTest {

    private static final OrderStateCodec CODEC = new OrderStateCodec();
    private static final Instant AT = Commits.AT;

    private static final OrderLines LINES =
            new OrderLines(
                    List.of(
                            new OrderLine(new ItemId("widget-x"), 2, price("15.99")),
                            new OrderLine(new ItemId("gadget"), 3_000_000_000L, price("100")),
                            new OrderLine(new ItemId("widget-x"), 1, price("0"))));

    /** A stored state, and the same state decoded. */
    record Sample(String json, Order state) {}

    static final List<Sample> SAMPLES =
            List.of(
                    new Sample(
                            """
                            {"customerId":"user123","createdAt":"2026-01-31T08:15:30.120Z","items":[]}\
                            """,
                            new Open(new Contents(CUSTOMER, AT, OrderLines.EMPTY))),
                    new Sample(
                            """
                            {"customerId":"user123","createdAt":"2026-01-31T08:15:30.120Z","items":[\
                            {"itemId":"widget-x","quantity":2,"price":15.99},\
                            {"itemId":"gadget","quantity":3000000000,"price":100},\
                            {"itemId":"widget-x","quantity":1,"price":0}]}\
                            """,
                            new Open(new Contents(CUSTOMER, AT, LINES))),
                    new Sample(
                            """
                            {"customerId":"user123","createdAt":"2026-01-31T08:15:30.120Z","items":[\
                            {"itemId":"widget-x","quantity":2,"price":15.99},\
                            {"itemId":"gadget","quantity":3000000000,"price":100},\
                            {"itemId":"widget-x","quantity":1,"price":0}],\
                            "shippingAddress":"=123 Main St, Anytown, USA"}\
                            """,
                            new Shipped(new Contents(CUSTOMER, AT, LINES), ADDRESS)),
                    new Sample(
                            """
                            {"customerId":"user123","createdAt":"2026-01-31T08:15:30.120Z","items":[],\
                            "cancellationReason":"=changed my mind"}\
                            """,
                            new Cancelled(new Contents(CUSTOMER, AT, OrderLines.EMPTY), REASON)));

    /** A changed field changes the stored form, so the schema version must be raised. */
    @Test
    void the_fields_of_schema_version_2_are_pinned() {
        List<String> fields =
                Stream.of(Contents.class, Open.class, Shipped.class, Cancelled.class)
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("contents"))
                        .toList();
        assertThat(fields)
                .as(
                        "the fields that OrderStateCodec stores: if they change, raise its schemaVersion()")
                .containsExactly(
                        "customerId",
                        "createdAt",
                        "items",
                        "shippingAddress",
                        "cancellationReason");
        assertThat(CODEC.schemaVersion()).isEqualTo(2);
    }

    /** A value type that ValueTypes does not know would be stored as an object. */
    @Test
    void the_samples_have_a_value_in_every_field() throws Exception {
        for (RecordComponent field : Contents.class.getRecordComponents()) {
            List<Object> values = new ArrayList<>();
            for (Sample sample : SAMPLES) {
                values.add(field.getAccessor().invoke(((Order.Created) sample.state()).contents()));
            }
            assertThat(values)
                    .as("values of %s in OrderStateCodecTest.SAMPLES", field.getName())
                    .anyMatch(Objects::nonNull);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_state_is_encoded_as_the_sample(Sample sample) {
        assertThat(CODEC.encode(sample.state())).isEqualTo(sample.json());
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_sample_is_decoded(Sample sample) {
        assertThat(CODEC.decode(sample.json())).isEqualTo(sample.state());
    }

    @Test
    void the_state_of_an_order_that_was_not_created_cannot_be_encoded() {
        assertThatThrownBy(() -> CODEC.encode(new NotCreated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(5)
    void a_decoded_state_equals_the_encoded_one(RepetitionInfo repetition) {
        long seed = 20_260_131L + repetition.getCurrentRepetition();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Order state = randomState(random);
            assertThat(CODEC.decode(CODEC.encode(state)))
                    .as("seed %s, state %s", seed, i)
                    .isEqualTo(state);
        }
    }

    private static Order randomState(RandomGenerator random) {
        OrderLines lines = OrderLines.EMPTY;
        for (int i = random.nextInt(40); i > 0; i--) {
            BigDecimal price = BigDecimal.valueOf(random.nextInt(4) * 12_345L, random.nextInt(5));
            String itemId = "item-" + random.nextInt(8);
            lines =
                    random.nextInt(6) == 0
                            ? lines.without(new ItemId(itemId))
                            : lines.with(
                                    item(itemId, random.nextInt(1, 1_000_001), price.toString()));
        }
        Instant createdAt = AT.plusMillis(random.nextInt());
        String text = "Zürich \"8001\"\n東京 🚚 \\ \u2028" + random.nextInt();
        return switch (random.nextInt(3)) {
            case 0 -> new Open(new Contents(CUSTOMER, createdAt, lines));
            case 1 ->
                    new Shipped(
                            new Contents(CUSTOMER, createdAt, lines), new ShippingAddress(text));
            default ->
                    new Cancelled(
                            new Contents(CUSTOMER, createdAt, lines), new CancellationReason(text));
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // not JSON, not an object, or more than one
                "",
                "{",
                "null",
                "[]",
                "\"\"",
                "{}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]} {}",
                // white space, or fields in another order than the codec writes
                "{ \"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                "{\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"customerId\":\"u\",\"items\":[]}",
                // a missing field, or one that is null
                "{\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                "{\"customerId\":\"u\",\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\"}",
                "{\"customerId\":null,\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":null}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[null]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[],\"shippingAddress\":null}",
                // an unknown field, or one twice
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[],\"vip\":true}",
                "{\"customerId\":\"u\",\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                // a malformed id, another type, an instant in another form
                "{\"customerId\":\"a/b\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                "{\"customerId\":5,\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30Z\",\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-02-30T08:15:30.120Z\",\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":1769847330120,\"items\":[]}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":{}}",
                // two final states, or a final state without its text
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[],\"shippingAddress\":\"=a\",\"cancellationReason\":\"=r\"}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[],\"shippingAddress\":\"=\"}",
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":[],\"cancellationReason\":\"a reason without a mark\"}",
            })
    void a_malformed_state_is_refused(String json) {
        assertRefused(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"itemId\":\"x\",\"quantity\":1}",
                "{\"itemId\":\"x\",\"price\":1}",
                "{\"quantity\":1,\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":null}",
                "{\"itemId\":\"x\",\"quantity\":0,\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":-1,\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":1.5,\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":\"1\",\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":9223372036854775808,\"price\":1}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":-1}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":\"1\"}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":1.0}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":0.00001}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":1e999999999}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":1e99999999999}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":NaN}",
                "{\"itemId\":\"x\",\"quantity\":1,\"price\":1,\"colour\":\"red\"}",
                "{\"itemId\":\"a/b\",\"quantity\":1,\"price\":1}",
                "[\"x\",1,1]",
            })
    void a_malformed_line_is_refused(String line) {
        assertRefused(
                "{\"customerId\":\"u\",\"createdAt\":\"2026-01-31T08:15:30.120Z\",\"items\":["
                        + line
                        + "]}");
    }

    private static void assertRefused(String json) {
        assertThatThrownBy(() -> CODEC.decode(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the stored state of the order cannot be read: ");
    }
}
