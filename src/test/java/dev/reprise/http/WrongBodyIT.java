package dev.reprise.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed bodies are refused, and the field at fault is named. */
@QuarkusTest
class WrongBodyIT {

    private static final String ORDER = "/orders/wrong-body";

    /** The same key each time, so all tests here use one order. */
    @BeforeEach
    void create_the_order() {
        Api.post(
                        "/orders",
                        Api.newOrder("wrong-body", 2),
                        RequestContext.IDEMPOTENCY_KEY,
                        "wrong-body")
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                    | must be a JSON object, but there is no body
                    null                                  | must be a JSON object, but there is no body
                    []                                    | must be one JSON object and nothing else
                    "x"                                   | must be one JSON object and nothing else
                    1                                     | must be one JSON object and nothing else
                    {"customerId":"u"} {}                 | must be one JSON object and nothing else
                    {                                     | is not well-formed JSON at line 1, column 2
                    {'customerId':'u'}                    | is not well-formed JSON at line 1, column 2
                    {"customerId":"u","customerId":"v"}   | is not well-formed JSON at line 1, column 31: Duplicate field 'customerId'
                    {"customerId":"u",}                   | is not well-formed JSON at line 1, column 19
                    """)
    void a_body_that_is_not_one_json_object_is_refused(String body, String what) {
        Refusal.malformed(null, () -> Api.post("/orders", body));

        assertThat(Api.post("/orders", body).json().get("detail").textValue())
                .isEqualTo("the body " + what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                                      | customerId
                    {"customerId":null}                                                     | customerId
                    {"customerId":""}                                                       | customerId
                    {"customerId":5}                                                        | customerId
                    {"customerId":5.0}                                                      | customerId
                    {"customerId":true}                                                     | customerId
                    {"customerId":["u"]}                                                    | customerId
                    {"customerId":{"id":"u"}}                                               | customerId
                    {"customerId":"a b"}                                                    | customerId
                    {"customerId":"\\u00e9"}                                                 | customerId
                    {"customerId":".."}                                                     | customerId
                    {"customerId":"u","orderId":".."}                                       | orderId
                    {"customerId":"u","orderId":"."}                                        | orderId
                    {"customerId":"u","orderId":""}                                         | orderId
                    {"customerId":"u","orderId":"a/b"}                                      | orderId
                    {"customerId":"u","orderId":7}                                          | orderId
                    {"customerId":"u","x":1}                                                | x
                    {"customerId":"u","CustomerId":"u"}                                     | CustomerId
                    {"customerId":"u","items":{}}                                           | items
                    {"customerId":"u","items":"i"}                                          | items
                    {"customerId":"u","items":[null]}                                       | items[0]
                    {"customerId":"u","items":["i"]}                                        | items[0]
                    {"customerId":"u","items":[{"quantity":1,"price":1}]}                   | items[0].itemId
                    {"customerId":"u","items":[{"itemId":"i","price":1}]}                   | items[0].quantity
                    {"customerId":"u","items":[{"itemId":"i","quantity":1}]}                | items[0].price
                    {"customerId":"u","items":[{"itemId":"i","quantity":1,"price":1,"x":1}]} | items[0].x
                    {"customerId":"u","items":[{"itemId":"i","quantity":1,"price":-1}]}     | items[0].price
                    {"customerId":"u","items":[{"itemId":"i","quantity":"1","price":1}]}    | items[0].quantity
                    {"customerId":"u","items":[{"itemId":"i","quantity":1,"price":1},{"itemId":"","quantity":1,"price":1}]} | items[1].itemId
                    {"customerId":"u","shippingAddress":""}                                 | shippingAddress
                    {"customerId":"u","shippingAddress":1}                                  | shippingAddress
                    """)
    void a_malformed_field_of_a_new_order_is_named(String body, String field) {
        Refusal.malformed("field " + field, () -> Api.post("/orders", body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0           | 1           | quantity
                    -1          | 1           | quantity
                    1000001     | 1           | quantity
                    1.5         | 1           | quantity
                    1.0000001   | 1           | quantity
                    0.0         | 1           | quantity
                    1e7         | 1           | quantity
                    1e999999999 | 1           | quantity
                    1e-999999999 | 1          | quantity
                    99999999999 | 1           | quantity
                    99999999999999999999 | 1  | quantity
                    "1"         | 1           | quantity
                    ""          | 1           | quantity
                    true        | 1           | quantity
                    null        | 1           | quantity
                    []          | 1           | quantity
                    1           | -0.01       | price
                    1           | 1.00001     | price
                    1           | 1000000000000000 | price
                    1           | 1e999999999 | price
                    1           | 1e-999999999 | price
                    1           | "1"         | price
                    1           | ""          | price
                    1           | true        | price
                    1           | null        | price
                    """)
    void a_malformed_number_of_an_item_is_named(String quantity, String price, String field) {
        String body = "{\"itemId\":\"i\",\"quantity\":" + quantity + ",\"price\":" + price + "}";

        Refusal.malformed("field " + field, () -> Api.post(ORDER + "/items", body));
    }

    @ParameterizedTest
    @CsvSource({"01", "+1", "NaN", "0x1", "1_000", "Infinity"})
    void a_number_that_is_not_json_is_refused(String number) {
        Refusal.malformed(null, () -> Api.post(ORDER + "/items", Api.item("i", 1, number)));
    }

    @Test
    void a_number_of_two_thousand_digits_is_refused() {
        String body = Api.item("i", 1, "1".repeat(2000));

        Refusal.malformed(null, () -> Api.post(ORDER + "/items", body));
    }

    @Test
    void a_body_that_is_nested_too_deeply_is_refused() {
        Refusal.malformed(null, () -> Api.post("/orders", "[".repeat(100_000)));
        Refusal.malformed(
                null,
                () -> Api.post("/orders", "{\"customerId\":\"u\",\"x\":" + "[".repeat(100_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    shipment     | {}                              | shippingAddress
                    shipment     | {"shippingAddress":""}          | shippingAddress
                    shipment     | {"shippingAddress":" \\t\\n "}  | shippingAddress
                    shipment     | {"shippingAddress":1}           | shippingAddress
                    shipment     | {"shippingAddress":"a\\ud800b"} | shippingAddress
                    shipment     | {"reason":"r"}                  | reason
                    cancellation | {}                              | reason
                    cancellation | {"reason":""}                   | reason
                    cancellation | {"reason":1}                    | reason
                    cancellation | {"reason":"r","reasons":"r"}    | reasons
                    """)
    void a_malformed_text_is_named(String what, String body, String field) {
        Refusal.malformed("field " + field, () -> Api.post(ORDER + "/" + what, body));
    }

    @Test
    void a_text_that_is_too_long_is_named() {
        Refusal.malformed(
                "field customerId",
                () -> Api.post("/orders", "{\"customerId\":\"" + "x".repeat(129) + "\"}"));
        Refusal.malformed(
                "field shippingAddress",
                () ->
                        Api.post(
                                ORDER + "/shipment",
                                "{\"shippingAddress\":\"" + "x".repeat(1001) + "\"}"));
        Refusal.malformed(
                "field reason",
                () ->
                        Api.post(
                                ORDER + "/cancellation",
                                "{\"reason\":\"" + "x".repeat(1001) + "\"}"));
    }

    @ParameterizedTest
    @CsvSource({"items", "shipment", "cancellation"})
    void a_command_without_a_body_is_refused(String what) {
        Refusal.malformed(null, () -> Api.post(ORDER + "/" + what, ""));
    }

    @Test
    void a_body_that_is_not_utf8_is_refused() {
        String body = "{\"customerId\":\"u\",\"shippingAddress\":\"\u00ff\"}";
        List<byte[]> bodies =
                Stream.of("ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")
                        .map(charset -> body.getBytes(Charset.forName(charset)))
                        .toList();

        for (byte[] bytes : bodies) {
            Refusal.malformed(
                    null, () -> Api.call("POST", "/orders", BodyPublishers.ofByteArray(bytes)));
        }
    }

    /** Overlong forms, a surrogate, a byte that never occurs, and a character that is cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "C1A1", "E080AF", "F08080AF", "EDA080", "F4908080", "FF", "C3"})
    void bytes_that_utf8_does_not_allow_are_refused(String hex) {
        String body =
                "{\"reason\":\"a" + new String(HexFormat.of().parseHex(hex), ISO_8859_1) + "b\"}";

        Refusal.malformed(
                null,
                () ->
                        Api.call(
                                "POST",
                                ORDER + "/cancellation",
                                BodyPublishers.ofByteArray(body.getBytes(ISO_8859_1))));
    }

    @ParameterizedTest
    @CsvSource({"gzip", "br", "''", "'identity, gzip'", "'gzip, identity'"})
    void a_compressed_body_is_415_and_the_answer_says_what_is_accepted(String encoding) {
        Answer answer =
                Refusal.of(
                        () ->
                                Api.post(
                                        "/orders",
                                        "{\"customerId\":\"u\"}",
                                        "Content-Encoding",
                                        encoding),
                        415,
                        "unsupported-media-type");

        assertThat(answer.header("Accept-Encoding")).hasValue("identity");
    }

    @Test
    void the_encoding_identity_is_accepted() {
        Api.post("/orders", "{\"customerId\":\"u\"}", "Content-Encoding", "Identity").expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u00a0",
                "\\u200b",
                "\\u3164",
                "\\u115f",
                "a\\u0007b",
                "a\\tb",
                "a\\r\\nb"
            })
    void an_invisible_text_or_a_control_character_is_refused(String text) {
        Refusal.malformed(
                "field shippingAddress",
                () ->
                        Api.post(
                                "/orders",
                                "{\"customerId\":\"u\",\"shippingAddress\":\"" + text + "\"}"));
        Refusal.malformed(
                "field shippingAddress",
                () -> Api.post(ORDER + "/shipment", "{\"shippingAddress\":\"" + text + "\"}"));
        Refusal.malformed(
                "field reason",
                () -> Api.post(ORDER + "/cancellation", "{\"reason\":\"" + text + "\"}"));
    }

    @Test
    void a_text_is_stored_trimmed_and_in_one_form() {
        Answer shipped =
                Api.post(
                        "/orders/" + Api.createOrder(1) + "/shipment",
                        "{\"shippingAddress\":\" 1 Weg\\nZu\\u0308rich\\u00a0\"}");

        assertThat(shipped.expect(200).json().get("shippingAddress").textValue())
                .isEqualTo("1 Weg\nZ\u00fcrich");
    }

    @ParameterizedTest
    @CsvSource({"2.0, 2", "1e3, 1000", "10E-1, 1", "1000000.00, 1000000"})
    void a_whole_number_may_be_written_with_decimals(String quantity, int expected) {
        String items = "/orders/" + Api.createOrder(0) + "/items";

        Answer added =
                Api.post(items, "{\"itemId\":\"i\",\"quantity\":" + quantity + ",\"price\":1}");

        assertThat(added.expect(200).json().at("/items/0/quantity").toString())
                .isEqualTo(Integer.toString(expected));
    }

    @ParameterizedTest
    @CsvSource({"0", "99999999999", "99999999999999999999", "-5", "1e999999999", "1e99999999999"})
    void the_range_of_a_quantity_is_named(String quantity) {
        String body = "{\"itemId\":\"i\",\"quantity\":" + quantity + ",\"price\":1}";

        assertThat(Api.post(ORDER + "/items", body).json().get("detail").textValue())
                .isEqualTo("quantity must be 1 to 1,000,000");
    }

    @ParameterizedTest
    @CsvSource({
        "-0.01",
        "1000000000000000",
        "1000000000000000.00001",
        "1e15",
        "1e999999999",
        "1e99999999999",
        "-1e99999999999"
    })
    void the_range_of_a_price_is_named(String price) {
        String detail = "price must be from 0 to 999999999999999.9999";

        assertThat(detail(ORDER + "/items", Api.item("i", 1, price))).isEqualTo(detail);
        assertThat(
                        detail(
                                "/orders",
                                "{\"customerId\":\"u\",\"items\":[%s]}"
                                        .formatted(Api.item("i", 1, price))))
                .isEqualTo("items[0]." + detail);
    }

    @ParameterizedTest
    @CsvSource({"0.00001", "1e-5", "1e-999999999", "1e-99999999999"})
    void the_number_of_decimals_of_a_price_is_named(String price) {
        assertThat(detail(ORDER + "/items", Api.item("i", 1, price)))
                .isEqualTo("price must have at most 4 decimals");
    }

    private static String detail(String target, String body) {
        return Api.post(target, body).expect(400).json().get("detail").textValue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/plain
                    garbage
                    application/xml
                    application/jsonp
                    application/+json
                    application/merge-patch+jsonx
                    text/x+json
                    +json
                    ''
                    */*
                    application/*
                    application/json, text/plain
                    text/plain, application/json
                    application/json; charset=utf-16
                    application/json; charset=iso-8859-1
                    application/json;
                    """)
    void a_body_of_another_media_type_is_415_and_the_answer_says_what_is_accepted(
            String contentType) {
        for (String path : List.of("/orders", ORDER + "/items", ORDER + "/shipment")) {
            Answer answer =
                    Refusal.of(
                            () ->
                                    Api.post(
                                            path,
                                            "{\"customerId\":\"u\"}",
                                            "Content-Type",
                                            contentType),
                            415,
                            "unsupported-media-type");

            assertThat(answer.header("Accept")).hasValue("application/json");
        }
    }

    @Test
    void a_body_without_a_content_type_is_415() {
        for (String path : List.of("/orders", ORDER + "/items", ORDER + "/cancellation")) {
            Answer answer =
                    Refusal.of(
                            () ->
                                    FunctionCall.post(path, "{\"customerId\":\"u\"}")
                                            .without("Content-Type")
                                            .answer(),
                            415,
                            "unsupported-media-type");

            assertThat(answer.header("Accept")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json
                    Application/JSON
                    application/json;charset=UTF-8
                    application/json; charset="utf-8"
                    application/json; profile="a, b"
                    application/merge-patch+json
                    application/vnd.acme.order-v1+json; charset=utf-8
                    Application/X+JSON
                    """)
    void a_body_of_json_in_utf8_is_accepted(String contentType) {
        Api.post("/orders", "{\"customerId\":\"u\"}", "Content-Type", contentType).expect(201);
    }

    @Test
    void a_content_type_with_very_many_parameters_is_read() {
        String contentType = "application/json" + ";a=b".repeat(2_000);
        Api.post("/orders", "{\"customerId\":\"u\"}", "Content-Type", contentType).expect(201);
        Api.post("/orders", "{\"customerId\":\"u\"}", "Content-Type", contentType + ";!")
                .expect(415);
    }
}
