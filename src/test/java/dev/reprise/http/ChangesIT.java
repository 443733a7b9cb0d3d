package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a quantity, and several changes in one command. */
@QuarkusTest
class ChangesIT {

    private static final String ORDER = "/orders/changes";

    /** The same key each time, so all malformed requests here are for one order. */
    @BeforeEach
    void create_the_order() {
        Api.post("/orders", Api.newOrder("changes", 2), RequestContext.IDEMPOTENCY_KEY, "changes")
                .expect(201);
    }

    @Test
    void a_quantity_is_changed_and_the_event_is_listed() {
        String order = "/orders/" + Api.createOrder(2);

        Answer changed = Api.patch(order + "/items/i1", "{\"quantity\":5}").expect(200);

        assertThat(changed.json().at("/items/0").toString())
                .isEqualTo("{\"itemId\":\"i1\",\"quantity\":5,\"price\":1}");
        assertThat(changed.json().get("total").intValue()).isEqualTo(6);
        assertThat(changed.version()).isEqualTo(4);
        assertThat(changed.header("ETag")).hasValue("\"4\"");
        assertThat(Api.get(order + "/events").elements("events").getLast().toString())
                .contains(
                        "\"eventType\":\"OrderItemQuantityChanged\"",
                        "\"itemId\":\"i1\",\"quantity\":5,\"price\":1");
    }

    @Test
    void the_quantity_that_a_line_has_already_is_200_and_records_nothing() {
        String orderId = Api.createOrder(1);

        Answer same = Api.patch("/orders/" + orderId + "/items/i1", "{\"quantity\":1}").expect(200);

        assertThat(same.version()).isEqualTo(2);
        assertThat(StoredCommits.of(orderId)).hasSize(1);
    }

    @Test
    void an_item_at_several_prices_needs_a_price() {
        String order = "/orders/" + Api.createOrder(1);
        Api.post(order + "/items", Api.item("i1", 1, "2")).expect(200);

        Answer refused =
                Refusal.of(
                        () -> Api.patch(order + "/items/i1", "{\"quantity\":5}"),
                        409,
                        "several-prices");

        assertThat(refused.json().get("detail").textValue()).endsWith("price must say which one");
        assertThat(
                        Api.patch(order + "/items/i1", "{\"quantity\":5,\"price\":2.00}")
                                .expect(200)
                                .elements("items"))
                .extracting(line -> line.get("quantity").intValue())
                .containsExactly(1, 5);
    }

    @Test
    void a_line_that_is_not_in_the_order_is_409() {
        Refusal.of(
                () -> Api.patch(ORDER + "/items/i9", "{\"quantity\":5}"), 409, "item-not-in-order");
        Answer atAnotherPrice =
                Refusal.of(
                        () -> Api.patch(ORDER + "/items/i1", "{\"quantity\":5,\"price\":7}"),
                        409,
                        "item-not-in-order");
        assertThat(atAnotherPrice.json().get("detail").textValue())
                .isEqualTo("order changes has no item i1 at the price 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                        | quantity
                    {"quantity":null}                         | quantity
                    {"quantity":0}                            | quantity
                    {"quantity":1.5}                          | quantity
                    {"quantity":"1"}                          | quantity
                    {"quantity":[1]}                          | quantity
                    {"quantity":1,"price":-1}                 | price
                    {"quantity":1,"price":"1"}                | price
                    {"quantity":1,"itemId":"i1"}              | itemId
                    {"quantity":1,"occurredAt":"now"}         | occurredAt
                    {"quantity":1,"occurredAt":1769847330}    | occurredAt
                    """)
    void a_malformed_field_of_a_change_of_a_quantity_is_named(String body, String field) {
        Refusal.malformed("field " + field, () -> Api.patch(ORDER + "/items/i1", body));
    }

    @Test
    void several_changes_are_one_commit() {
        String orderId = Api.createOrder(2);

        Answer changed =
                changes(
                                orderId,
                                """
                                {"type":"ADD_ITEM","itemId":"i3","quantity":2,"price":2.5},
                                {"type":"CHANGE_QUANTITY","itemId":"i1","quantity":7,"price":1},
                                {"type":"REMOVE_ITEM","itemId":"i2"},
                                {"type":"SHIP","shippingAddress":"a"}
                                """)
                        .expect(200);

        assertThat(changed.json().get("status").textValue()).isEqualTo("SHIPPED");
        assertThat(changed.json().get("total").intValue()).isEqualTo(12);
        assertThat(changed.version()).isEqualTo(7);
        assertThat(StoredCommits.of(orderId)).hasSize(2);
        Answer cancelled =
                changes(Api.createOrder(0), "{\"type\":\"CANCEL\",\"reason\":\"r\"}").expect(200);
        assertThat(cancelled.json().get("cancellationReason").textValue()).isEqualTo("r");
    }

    @Test
    void the_first_change_that_is_rejected_rejects_all_and_is_named() {
        Answer refused =
                Refusal.of(
                        () ->
                                changes(
                                        "changes",
                                        """
                                        {"type":"REMOVE_ITEM","itemId":"i1"},
                                        {"type":"REMOVE_ITEM","itemId":"i2"},
                                        {"type":"SHIP","shippingAddress":"a"},
                                        {"type":"REMOVE_ITEM","itemId":"i3"}
                                        """),
                        409,
                        "nothing-to-ship");

        assertThat(refused.json().get("change").intValue()).isEqualTo(2);
        assertThat(refused.json().get("detail").textValue())
                .isEqualTo("change 2 is not possible: order changes has no items to ship");
        assertThat(Api.get(ORDER).version()).isEqualTo(3);
    }

    @Test
    void changes_that_have_nothing_to_do_are_200_and_record_nothing() {
        String orderId = Api.createOrder(1);

        Answer same =
                changes(orderId, "{\"type\":\"CHANGE_QUANTITY\",\"itemId\":\"i1\",\"quantity\":1}")
                        .expect(200);

        assertThat(same.version()).isEqualTo(2);
        assertThat(StoredCommits.of(orderId)).hasSize(1);
    }

    @Test
    void changes_of_an_order_that_does_not_exist_are_404() {
        Refusal.of(
                () -> changes("nope", "{\"type\":\"REMOVE_ITEM\",\"itemId\":\"i1\"}"),
                404,
                "order-not-found");
        Refusal.of(
                () -> Api.patch("/orders/nope/items/i1", "{\"quantity\":1}"),
                404,
                "order-not-found");
    }

    @Test
    void the_type_of_a_change_may_stand_last_and_its_numbers_are_exact() {
        String orderId = Api.createOrder(0);

        Answer changed =
                changes(
                                orderId,
                                """
                                {"price":123456789012345.6789,"itemId":"i","quantity":1e0,"type":"ADD_ITEM"}
                                """)
                        .expect(200);

        assertThat(changed.body()).contains("\"quantity\":1,\"price\":123456789012345.6789");
    }

    @Test
    void a_command_has_at_most_a_thousand_changes() {
        String orderId = Api.createOrder(0);
        String add = "{\"type\":\"ADD_ITEM\",\"itemId\":\"i\",\"quantity\":1,\"price\":1}";

        Refusal.malformed(
                "field changes",
                () -> changes(orderId, String.join(",", Collections.nCopies(1_001, add))));
        assertThat(
                        changes(orderId, String.join(",", Collections.nCopies(1_000, add)))
                                .expect(200)
                                .version())
                .isEqualTo(1_001);
    }

    @Test
    void a_thousand_changes_with_the_longest_ids_fit_into_a_commit() {
        String orderId = Api.createOrder(0);
        String changes =
                IntStream.range(0, 1_000)
                        .mapToObj(i ->
                                "{\"type\":\"ADD_ITEM\",\"itemId\":\"%s\",\"quantity\":1,\"price\":1}"
                                        .formatted(longestId()))
                        .collect(Collectors.joining(","));

        assertThat(changes(orderId, changes).expect(200).elements("items")).hasSize(1_000);
    }

    private static String longestId() {
        return (Api.freshId() + Api.freshId() + Api.freshId() + Api.freshId()).substring(0, 128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                          | changes
                    {"changes":null}                                            | changes
                    {"changes":[]}                                              | changes
                    {"changes":{}}                                              | changes
                    {"changes":"x"}                                             | changes
                    {"changes":[null]}                                          | changes[0]
                    {"changes":["SHIP"]}                                        | changes[0].type
                    {"changes":[1]}                                             | changes[0].type
                    {"changes":[[]]}                                            | changes[0]
                    {"changes":[{}]}                                            | changes[0].type
                    {"changes":[{"type":null}]}                                 | changes[0].type
                    {"changes":[{"type":""}]}                                   | changes[0].type
                    {"changes":[{"type":1}]}                                    | changes[0].type
                    {"changes":[{"type":true}]}                                 | changes[0].type
                    {"changes":[{"type":{}}]}                                   | changes[0].type
                    {"changes":[{"type":["SHIP"]}]}                             | changes[0].type
                    {"changes":[{"type":"ship"}]}                               | changes[0].type
                    {"changes":[{"type":"Ship"}]}                               | changes[0].type
                    {"changes":[{"type":"dev.reprise.orders.http.ChangeRequest$Ship"}]} | changes[0].type
                    {"changes":[{"itemId":"i1"}]}                               | changes[0].type
                    {"changes":[{"type":"REMOVE_ITEM"}]}                        | changes[0].itemId
                    {"changes":[{"type":"REMOVE_ITEM","itemId":"a b"}]}         | changes[0].itemId
                    {"changes":[{"type":"REMOVE_ITEM","itemId":"i1","quantity":1}]} | changes[0].quantity
                    {"changes":[{"type":"REMOVE_ITEM","itemId":"i1","occurredAt":"2026-01-01T00:00:00Z"}]} | changes[0].occurredAt
                    {"changes":[{"type":"REMOVE_ITEM","itemId":"i1"},{"type":"ADD_ITEM","itemId":"i3","quantity":0,"price":1}]} | changes[1].quantity
                    {"changes":[{"type":"ADD_ITEM","itemId":"i3","quantity":1}]} | changes[0].price
                    {"changes":[{"quantity":"1","type":"ADD_ITEM"}]}            | changes[0].quantity
                    {"changes":[{"type":"CHANGE_QUANTITY","itemId":"i1"}]}      | changes[0].quantity
                    {"changes":[{"type":"CHANGE_QUANTITY","itemId":"i1","quantity":1,"price":-1}]} | changes[0].price
                    {"changes":[{"type":"SHIP"}]}                               | changes[0].shippingAddress
                    {"changes":[{"type":"SHIP","shippingAddress":" "}]}         | changes[0].shippingAddress
                    {"changes":[{"type":"CANCEL","reason":5}]}                  | changes[0].reason
                    {"changes":[{"type":"CANCEL","reason":"r"}],"x":1}          | x
                    {"changes":[{"type":"CANCEL","reason":"r"}],"occurredAt":""} | occurredAt
                    """)
    void a_malformed_field_of_changes_is_named_by_its_path(String body, String field) {
        Refusal.malformed("field " + field, () -> Api.patch(ORDER, body));
    }

    @Test
    void an_unknown_type_of_change_is_refused_and_the_types_are_named() {
        assertThat(
                        changes("changes", "{\"type\":\"PAY\"}")
                                .expect(400)
                                .json()
                                .get("detail")
                                .textValue())
                .isEqualTo(
                        "changes[0].type must be ADD_ITEM, REMOVE_ITEM, CHANGE_QUANTITY, SHIP or CANCEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "[{\"type\":\"CANCEL\",\"reason\":\"r\"}]"})
    void a_body_that_is_not_an_object_is_refused(String body) {
        Refusal.malformed(null, () -> Api.patch(ORDER, body));
    }

    @Test
    void a_field_that_is_given_twice_is_refused() {
        Refusal.malformed(
                null,
                () ->
                        changes(
                                "changes",
                                "{\"type\":\"CANCEL\",\"reason\":\"r\",\"reason\":\"r\"}"));
        Refusal.malformed(
                null,
                () ->
                        changes(
                                "changes",
                                "{\"reason\":\"r\",\"type\":\"CANCEL\",\"type\":\"CANCEL\"}"));
    }

    @Test
    void the_same_key_with_other_changes_is_422() {
        String orderId = Api.createOrder(1);
        String key = RequestContext.IDEMPOTENCY_KEY;
        Command.CHANGE.to(orderId, key, "k").expect(200);

        Refusal.of(
                () ->
                        Api.patch(
                                "/orders/" + orderId,
                                "{\"changes\":[{\"type\":\"REMOVE_ITEM\",\"itemId\":\"i1\"}]}",
                                key,
                                "k"),
                422,
                "idempotency-key-reused");
        Refusal.of(() -> Api.removeItem(orderId, "i1", key, "k"), 422, "idempotency-key-reused");
    }

    private static Answer changes(String orderId, String changes) {
        return Api.patch("/orders/" + orderId, "{\"changes\":[" + changes + "]}");
    }
}
