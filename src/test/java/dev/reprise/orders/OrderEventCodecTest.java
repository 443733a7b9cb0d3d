package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CANCELLED;
import static dev.reprise.orders.OrderSamples.CREATED;
import static dev.reprise.orders.OrderSamples.SHIPPED;
import static dev.reprise.orders.OrderSamples.WIDGETS_ADDED;
import static dev.reprise.orders.OrderSamples.WIDGETS_CHANGED;
import static dev.reprise.orders.OrderSamples.WIDGETS_REMOVED;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.orders.Order.Event.OrderItemAdded;
import dev.reprise.orders.Order.Event.OrderShipped;
import dev.reprise.personal.Personal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are stored in tables. Never change them, or a test that fails here. */
class OrderEventCodecTest {

    private static final OrderEventCodec CODEC = new OrderEventCodec();

    /** A stored event, and the same event decoded. */
    record Sample(String json, Order.Event event) {}

    static final List<Sample> SAMPLES =
            List.of(
                    new Sample(
                            """
                            [{"eventType":"OrderCreated","customerId":"user123"}]\
                            """,
                            CREATED),
                    new Sample(
                            """
                            [{"eventType":"OrderItemAdded","itemId":"widget-x","quantity":2,"price":15.99}]\
                            """,
                            WIDGETS_ADDED),
                    new Sample(
                            """
                            [{"eventType":"OrderItemRemoved","itemId":"widget-x"}]\
                            """,
                            WIDGETS_REMOVED),
                    new Sample(
                            """
                            [{"eventType":"OrderItemQuantityChanged","itemId":"widget-x","quantity":3,"price":15.99}]\
                            """,
                            WIDGETS_CHANGED),
                    new Sample(
                            """
                            [{"eventType":"OrderShipped","revision":2,"shippingAddress":"=123 Main St, Anytown, USA"}]\
                            """,
                            SHIPPED),
                    new Sample(
                            """
                            [{"eventType":"OrderCancelled","revision":2,"reason":"=changed my mind"}]\
                            """,
                            CANCELLED),
                    new Sample(
                            """
                            [{"eventType":"OrderShipped","revision":2,"shippingAddress":"~user123~c2VhbGVk"}]\
                            """,
                            new OrderShipped(new Personal.Sealed<>("user123", "c2VhbGVk"))),
                    new Sample(
                            """
                            [{"eventType":"OrderCancelled","revision":2,"reason":"!"}]\
                            """,
                            new Order.Event.OrderCancelled(new Personal.Forgotten<>())));

    /** Events as earlier releases stored them. */
    static final List<Sample> OLDER_SAMPLES =
            List.of(
                    new Sample(
                            """
                            [{"eventType":"OrderShipped","shippingAddress":"123 Main St, Anytown, USA"}]\
                            """,
                            SHIPPED),
                    new Sample(
                            """
                            [{"eventType":"OrderCancelled","reason":"changed my mind"}]\
                            """,
                            CANCELLED));

    @Test
    void every_event_type_has_a_sample() {
        assertThat(SAMPLES)
                .as(
                        "event types with a sample in OrderEventCodecTest (OrderEventCodec.event must decode them, too)")
                .extracting(Sample::event)
                .<Object>extracting(Order.Event::getClass)
                .contains((Object[]) Order.Event.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void an_event_is_encoded_as_the_sample(Sample sample) {
        assertThat(CODEC.encode(List.of(sample.event())))
                .isEqualTo(
                        new EncodedEvents.Json(
                                1,
                                sample.json(),
                                StoredOrderEventsTest.neededVersion(List.of(sample.event()))));
    }

    @ParameterizedTest
    @FieldSource({"SAMPLES", "OLDER_SAMPLES"})
    void a_sample_is_decoded(Sample sample) {
        assertThat(decode(sample.json())).containsExactly(sample.event());
    }

    @Test
    void events_keep_their_order() {
        List<Order.Event> events =
                List.of(CREATED, WIDGETS_ADDED, WIDGETS_REMOVED, WIDGETS_ADDED, SHIPPED);
        EncodedEvents encoded = CODEC.encode(events);
        assertThat(encoded.count()).isEqualTo(5);
        assertThat(CODEC.decode(encoded)).isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource({
        "15.90, 15.9",
        "100, 100",
        "1E+2, 100",
        "100.0000, 100",
        "0, 0",
        "0.00, 0",
        "0.0001, 0.0001",
        "999999999999999.9999, 999999999999999.9999"
    })
    void a_price_is_encoded_as_a_plain_number_in_canonical_form(String price, String stored) {
        assertThat(CODEC.encode(List.of(new OrderItemAdded(item("widget-x", 2, price)))).json())
                .isEqualTo(
                        "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"widget-x\",\"quantity\":2,\"price\":"
                                + stored
                                + "}]");
    }

    @ParameterizedTest
    @CsvSource({
        "15.90, 15.9",
        "1e2, 100",
        "0.1, 0.1",
        "123456789012345.6789, 123456789012345.6789"
    })
    void a_price_in_any_form_is_decoded_exactly(String stored, String price) {
        assertThat(
                        decode(
                                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"widget-x\",\"quantity\":2,\"price\":"
                                        + stored
                                        + "}]"))
                .containsExactly(new OrderItemAdded(item("widget-x", 2, price)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Straße 1, Łódź",
                "東京 🚚",
                "\"quoted\" \\ back",
                "two\nlines\t\u0001",
                "a\u2028b"
            })
    void a_decoded_text_equals_the_encoded_one(String text) {
        List<Order.Event> events = List.of(new OrderShipped(new ShippingAddress(text)));
        assertThat(CODEC.decode(CODEC.encode(events))).isEqualTo(events);
    }

    @Test
    void fields_may_be_in_any_order() {
        assertThat(decode("[ {\"customerId\": \"user123\", \"eventType\": \"OrderCreated\"} ]"))
                .containsExactly(CREATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // an unknown type, no type, a type that is not a text
                "[{\"customerId\":\"user123\"}]",
                "[{\"eventType\":1,\"customerId\":\"user123\"}]",
                // a missing field
                "[{\"eventType\":\"OrderCreated\"}]",
                "[{\"eventType\":\"OrderCreated\",\"customerId\":null}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1}]",
                "[{\"eventType\":\"OrderShipped\"}]",
                "[{\"eventType\":\"OrderCancelled\"}]",
                // a field twice
                "[{\"eventType\":\"OrderCreated\",\"customerId\":\"a\",\"customerId\":\"a\"}]",
                "[{\"eventType\":\"OrderCreated\",\"eventType\":\"OrderCreated\",\"customerId\":\"a\"}]",
                "[{\"eventType\":\"OrderItemQuantityChanged\",\"itemId\":\"x\",\"quantity\":1}]",
                "[{\"eventType\":\"OrderItemQuantityChanged\",\"itemId\":\"x\",\"quantity\":0,\"price\":1}]",
                // a number as a text, a fractional quantity, numbers out of range
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":\"1\",\"price\":1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1,\"price\":\"1\"}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1.5,\"price\":1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":0,\"price\":1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1e999999999,\"price\":1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1,\"price\":1e999999999}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1,\"price\":-1}]",
                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"x\",\"quantity\":1,\"price\":NaN}]",
                // a malformed id
                "[{\"eventType\":\"OrderCreated\",\"customerId\":\"a/b\"}]",
                // not an array of objects, or something after it
                "{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}",
                "[[]]",
                "[null]",
                "[\"OrderCreated\"]",
                "null",
                "\"\"",
                "",
                "[",
                "[{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}] []",
            })
    void a_malformed_event_is_refused(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(UndecodableEventsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // an unknown type, or an unknown schema version of a type
                "[{\"eventType\":\"OrderExploded\"}]",
                "[{\"eventType\":\"OrderExploded\",\"parts\":[{\"part\":1}]}]",
                "[{\"eventType\":\"ordercreated\",\"customerId\":\"user123\"}]",
                "[{\"eventType\":\"OrderCreated\",\"revision\":99,\"customerId\":\"user123\"}]",
                // an unknown field, at the end or among the others, of any type
                "[{\"eventType\":\"OrderCreated\",\"customerId\":\"user123\",\"vip\":true}]",
                "[{\"vip\":null,\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}]",
                "[{\"vip\":{\"since\":[1]},\"eventType\":\"OrderCreated\",\"customerId\":\"user123\"}]",
                "[{\"eventType\":\"OrderItemRemoved\",\"itemId\":\"x\",\"quantity\":1}]",
                "[{\"eventType\":\"OrderCreated\",\"client\":\"user123\"}]",
                // more unknown fields than any type has fields
                "[{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1}]",
            })
    void an_unknown_event_is_from_a_newer_release(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(NewerReleaseException.class);
    }

    @Test
    void events_that_need_a_newer_schema_version_are_not_decoded_even_if_they_look_known() {
        EncodedEvents known =
                CODEC.encode(List.of(new Order.Event.OrderItemRemoved(new ItemId("x"))));
        assertThat(CODEC.decode(known.needing(CODEC.schemaVersion()))).hasSize(1);
        assertThatThrownBy(() -> CODEC.decode(known.needing(CODEC.schemaVersion() + 1)))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessageContaining("schema version " + (CODEC.schemaVersion() + 1));
    }

    @Test
    void the_error_names_the_type_or_the_field() {
        assertThatThrownBy(() -> decode("[{\"eventType\":\"OrderExploded\"}]"))
                .hasMessageContaining("OrderExploded");
        assertThatThrownBy(() -> decode("[{\"eventType\":\"OrderCreated\"}]"))
                .hasMessageContaining("customerId");
    }

    private static List<Order.Event> decode(String json) {
        return CODEC.decode(new EncodedEvents.Json(1, json));
    }
}
