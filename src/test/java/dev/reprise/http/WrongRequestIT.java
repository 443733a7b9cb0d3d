package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong paths, parameters, headers and methods, and commands that an order rejects. */
@QuarkusTest
class WrongRequestIT {

    private static final String CUSTOMER = "{\"customerId\":\"u\"}";
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** At version 3. The same key each time, so all tests here use one order. */
    @BeforeEach
    void create_the_order_w1() {
        Api.post("/orders", Api.newOrder("w1", 2), RequestContext.IDEMPOTENCY_KEY, "w1")
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    /orders/w1?version=0                    | version
                    GET    /orders/w1?version=-1                   | version
                    GET    /orders/w1?version=x                    | version
                    GET    /orders/w1?version=1.0                  | version
                    GET    /orders/w1?version=%2B1                 | version
                    GET    /orders/w1?version=%D9%A1               | version
                    GET    /orders/w1?version=                     | version
                    GET    /orders/w1?version                      | version
                    GET    /orders/w1?version=1&version=2          | version
                    GET    /orders/w1?version=9223372036854775807  | version
                    GET    /orders/w1?version=99999999999999999999 | version
                    GET    /orders/w1?minVersion=0                 | minVersion
                    GET    /orders/w1?minVersion=x                 | minVersion
                    GET    /orders/w1?asOf=yesterday               | asOf
                    GET    /orders/w1?asOf=2026-01-31              | asOf
                    GET    /orders/w1?asOf=2026-02-30T00:00:00Z    | asOf
                    GET    /orders/w1?foo=1                        | foo
                    GET    /orders/w1?Version=1                    | Version
                    GET    /orders/w1/events?limit=0               | limit
                    GET    /orders/w1/events?limit=201             | limit
                    GET    /orders/w1/events?limit=x               | limit
                    GET    /orders/w1/events?after=-1              | after
                    GET    /orders/w1/events?after=x               | after
                    GET    /orders/w1/events?order=                | order
                    GET    /orders/w1/events?order=x               | order
                    GET    /orders/w1/events?order=DESC            | order
                    GET    /orders/w1/events?cursor=               | cursor
                    GET    /orders/w1/events?cursor=x              | cursor
                    GET    /orders/w1/events?from=1                | from
                    GET    /orders/a%2Fb                           | orderId
                    GET    /orders/%C3%A9                          | orderId
                    GET    /orders/%FF                             | orderId
                    GET    /orders/a%20b/events                    | orderId
                    DELETE /orders/w1/items/a%20b                  | itemId
                    DELETE /orders/w1/items/i1?force=true          | force
                    GET    /streams/nodash/verification            | stream
                    GET    /streams/-w1/verification               | stream
                    GET    /streams/order-/verification            | stream
                    GET    /streams/order-w1/verification?deep=1   | deep
                    """)
    void a_malformed_parameter_is_named(String request, String parameter) {
        Refusal.malformed("parameter " + parameter, () -> call(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /orders/w1;version=1",
                "GET /orders/w1;x/events",
                "GET /orders/w1/events;after=1",
                "DELETE /orders/w1/items/i1;x",
                "GET /streams/order-w1;x/verification",
                "GET /;x",
                "GET /nothing;x",
                "GET /orders/..",
                "GET /orders/%2e%2e",
                "GET /orders/../orders/w1",
                "GET /orders/./w1",
                "GET /orders/%2E/w1",
                "GET /x/.%2e/orders/w1",
                "GET /..",
                "GET /nothing/..",
                "GET /streams/order-w1/%2E./order-w1/verification",
                "DELETE /orders/w1/items/i1/../i1",
                "GET /x/../q/openapi",
                "GET /q/%2e%2e/orders/w1",
                "GET /q/./openapi",
                "GET /q//openapi",
                "GET //q/openapi",
                "GET /q/openapi/",
                "GET /q/openapi;x",
                "GET //orders/w1",
                "GET /orders//w1",
                "GET /orders/w1/",
                "GET /orders/",
                "GET /projections//",
                "PUT /orders//w1"
            })
    void a_path_that_stands_for_another_one_is_refused(String request) {
        Refusal.malformed(null, () -> call(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/w1/items/../cancellation",
                "/orders/w1/items/%2e%2e/cancellation",
                "/orders/w1/items/%2E%2e/cancellation",
                "/orders/w1/items/.%2E/cancellation",
                "/orders/w1/./cancellation",
                "/orders/w1//cancellation",
                "/orders/w1/cancellation/",
                "/orders/w1/cancellation;x"
            })
    void a_command_to_a_path_that_stands_for_another_one_is_refused(String path) {
        Refusal.malformed(null, () -> Api.post(path, "{\"reason\":\"r\"}"));
    }

    @Test
    void an_encoded_semicolon_or_slash_is_part_of_an_id_and_refused_there() {
        Refusal.malformed("parameter orderId", () -> call("GET /orders/w1%3Bx"));
        Refusal.malformed("parameter orderId", () -> call("GET /orders/w1%2F../events"));
    }

    @Test
    void an_unknown_parameter_of_a_command_is_refused() {
        Refusal.malformed("parameter x", () -> Api.post("/orders?x=1", CUSTOMER));
    }

    @Test
    void version_and_as_of_together_are_refused() {
        Refusal.malformed(null, () -> Api.get("/orders/w1?version=1&asOf=2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    /orders/nope                      | order-not-found
                    GET    /orders/nope?version=1            | order-not-found
                    GET    /orders/nope?minVersion=1         | order-not-found
                    GET    /orders/nope?asOf=2026-01-01T00:00:00Z | order-not-found
                    GET    /orders/nope/events               | order-not-found
                    GET    /orders/nope/events?after=5       | order-not-found
                    GET    /orders/nope/events?order=desc    | order-not-found
                    DELETE /orders/nope/items/i              | order-not-found
                    GET    /orders/W1                        | order-not-found
                    GET    /streams/order-nope/verification  | stream-not-found
                    GET    /streams/other-w1/verification    | stream-not-found
                    GET    /nothing                          | no-such-resource
                    GET    /orders/w1/nothing                | no-such-resource
                    GET    /orders/w1/items/i1/x             | no-such-resource
                    """)
    void an_unknown_resource_is_404(String request, String type) {
        Refusal.of(() -> call(request), 404, type);
    }

    @ParameterizedTest
    @CsvSource({"items", "shipment", "cancellation"})
    void a_command_to_an_order_that_does_not_exist_is_404(String what) {
        String body =
                switch (what) {
                    case "items" -> Api.item("i", 1, "1");
                    case "shipment" -> "{\"shippingAddress\":\"a\"}";
                    default -> "{\"reason\":\"r\"}";
                };

        Refusal.of(() -> Api.post("/orders/nope/" + what, body), 404, "order-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PUT    /orders/w1                       | GET, HEAD, OPTIONS, PATCH
                    DELETE /orders/w1                       | GET, HEAD, OPTIONS, PATCH
                    TRACE  /orders/w1                       | GET, HEAD, OPTIONS, PATCH
                    FOO    /orders/w1                       | GET, HEAD, OPTIONS, PATCH
                    get    /orders/w1                       | GET, HEAD, OPTIONS, PATCH
                    GET    /orders/w1/items                 | OPTIONS, POST
                    POST   /orders/w1/items/i1              | DELETE, OPTIONS, PATCH
                    POST   /orders/w1/items/i%2F1           | DELETE, OPTIONS, PATCH
                    POST   /streams/order-w1/verification   | GET, HEAD, OPTIONS
                    PATCH  /orders                          | GET, HEAD, OPTIONS, POST
                    BREW   /orders                          | GET, HEAD, OPTIONS, POST
                    POST   /                                | GET, HEAD, OPTIONS
                    PUT    /%6Frders/w%31                   | GET, HEAD, OPTIONS, PATCH
                    POST   /q/openapi                       | GET, HEAD, OPTIONS
                    POST   /%71/open%61pi                   | GET, HEAD, OPTIONS
                    DELETE /q/openapi.json                  | GET, HEAD, OPTIONS
                    """)
    void a_method_that_the_path_does_not_take_is_405_with_the_methods_it_takes(
            String request, String allowed) {
        Answer answer = Refusal.of(() -> call(request), 405, "method-not-allowed");

        assertThat(answer.header("Allow")).hasValue(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Idempotency-Key  | ''
                    Idempotency-Key  | a b
                    X-Correlation-Id | ''
                    X-Correlation-Id | a b
                    If-Match         | '"1"'
                    If-Match         | *
                    """)
    void a_malformed_header_of_a_creation_is_named(String name, String value) {
        Refusal.malformed("header " + name, () -> Api.post("/orders", CUSTOMER, name, value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a  | b
                    a  | a
                    a  | ''
                    '' | a
                    '' | ''
                    """)
    void two_lines_of_a_header_that_has_one_value_are_refused(String first, String second) {
        for (String name : List.of(RequestContext.IDEMPOTENCY_KEY, RequestContext.CORRELATION_ID)) {
            Refusal.malformed(
                    "header " + name,
                    () -> Api.post("/orders", CUSTOMER, name, first, name, second));
            Refusal.malformed(
                    "header " + name, () -> Api.get("/orders/w1", name, first, name, second));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,", ",", ",a"})
    void a_comma_in_a_header_that_has_one_value_is_refused(String value) {
        for (String name : List.of(RequestContext.IDEMPOTENCY_KEY, RequestContext.CORRELATION_ID)) {
            Refusal.malformed(
                    "header " + name,
                    () -> FunctionCall.createOrder("k").with(name, value).answer());
        }
    }

    @Test
    void a_malformed_correlation_id_of_a_query_is_refused() {
        Refusal.malformed(
                "header X-Correlation-Id",
                () -> Api.get("/orders/w1", RequestContext.CORRELATION_ID, "a b"));
    }

    @Test
    void two_lines_of_if_match_are_one_list() {
        String orderId = Api.createOrder(1);

        Api.addItem(orderId, "i2", "If-Match", "\"9\"", "If-Match", "\"2\"").expect(200);
        Refusal.of(
                () -> Api.addItem(orderId, "i3", "If-Match", "\"9\"", "If-Match", "\"8\""),
                412,
                "version-mismatch");
        Api.get(
                        "/orders/" + orderId + "?minVersion=3",
                        "If-None-Match",
                        "\"9\"",
                        "If-None-Match",
                        "\"3\"")
                .expect(304);
    }

    @ParameterizedTest
    @CsvSource({"Idempotency-Key", "X-Correlation-Id"})
    void a_header_of_129_characters_is_named(String name) {
        Refusal.malformed(
                "header " + name, () -> Api.post("/orders", CUSTOMER, name, "x".repeat(129)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3
                    ''
                    '"3'
                    'W/3'
                    '"3" "4"'
                    '"3", 4'
                    '*, "3"'
                    'w/"3"'
                    """)
    void a_malformed_if_match_is_refused(String tags) {
        Refusal.malformed("header If-Match", () -> Api.addItem("w1", "i", "If-Match", tags));
    }

    @Test
    void a_malformed_if_none_match_is_refused() {
        Refusal.malformed(
                "header If-None-Match", () -> Api.get("/orders/w1", "If-None-Match", "3"));
    }

    @Test
    void an_order_that_exists_is_not_created_again() {
        Refusal.of(() -> Api.post("/orders", Api.newOrder("w1", 2)), 409, "order-already-exists");
    }

    @Test
    void an_item_that_is_not_in_the_order_is_not_removed() {
        Refusal.of(() -> Api.removeItem("w1", "zzz"), 409, "item-not-in-order");
    }

    @Test
    void an_order_without_lines_is_not_shipped() {
        String empty = Api.createOrder(0);

        Refusal.of(() -> Api.ship(empty), 409, "nothing-to-ship");
        Refusal.of(
                () -> Api.post("/orders", "{\"customerId\":\"u\",\"shippingAddress\":\"a\"}"),
                409,
                "nothing-to-ship");
    }

    @Test
    void a_change_of_a_shipped_order_is_rejected() {
        String shipped = Api.createOrder(1);
        Api.ship(shipped).expect(200);

        Refusal.of(() -> Api.addItem(shipped, "i"), 409, "order-already-shipped");
        Refusal.of(() -> Api.removeItem(shipped, "i1"), 409, "order-already-shipped");
        Refusal.of(() -> Api.cancel(shipped), 409, "order-already-shipped");
    }

    @Test
    void a_change_of_a_cancelled_order_is_rejected() {
        String cancelled = Api.createOrder(1);
        Api.cancel(cancelled).expect(200);

        Refusal.of(() -> Api.addItem(cancelled, "i"), 409, "order-already-cancelled");
        Refusal.of(() -> Api.removeItem(cancelled, "i1"), 409, "order-already-cancelled");
        Refusal.of(() -> Api.ship(cancelled), 409, "order-already-cancelled");
    }

    @Test
    void a_command_whose_commit_is_too_large_is_413_with_its_size() {
        // Incompressible ids, repeated only beyond the window of deflate.
        String items =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> Api.item(incompressibleId(i % 1_000), 1, "1"))
                        .collect(Collectors.joining(","));

        Answer answer =
                Refusal.of(
                        () ->
                                Api.post(
                                        "/orders",
                                        "{\"customerId\":\"u\",\"items\":[" + items + "]}"),
                        413,
                        "too-large");

        assertThat(answer.json().get("limit").intValue()).isEqualTo(400 * 1024);
        assertThat(answer.json().get("bytes").intValue()).isGreaterThan(400 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"GET, /orders/%s", "GET, /orders/%s/events", "DELETE, /orders/%s/items/i1"})
    void the_media_type_of_a_request_without_a_body_is_ignored(String method, String path) {
        String target = path.formatted(Api.createOrder(1));

        Api.call(method, target, BodyPublishers.noBody(), "Content-Type", "text/plain").expect(200);
    }

    private static String incompressibleId(int number) {
        return new Random(number)
                .ints(128, 0, 62)
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }

    private static Answer call(String request) {
        String[] methodAndTarget = request.split(" +");
        return Api.call(methodAndTarget[0], methodAndTarget[1], BodyPublishers.noBody());
    }
}
