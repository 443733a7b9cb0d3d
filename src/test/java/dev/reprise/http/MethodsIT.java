package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OPTIONS and HEAD (RFC 9110, 9.3.2 and 9.3.7). */
@QuarkusTest
class MethodsIT {

    /** At version 3. The same key each time, so all tests here use one order. */
    @BeforeEach
    void create_the_order_m1() {
        Api.post("/orders", Api.newOrder("m1", 2), RequestContext.IDEMPOTENCY_KEY, "m1")
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /                               | GET, HEAD, OPTIONS
                    /orders                         | GET, HEAD, OPTIONS, POST
                    /orders?customerId=c1           | GET, HEAD, OPTIONS, POST
                    /orders/m1                      | GET, HEAD, OPTIONS, PATCH
                    /orders/not-there               | GET, HEAD, OPTIONS, PATCH
                    /orders/m1/events               | GET, HEAD, OPTIONS
                    /orders/m1/items                | OPTIONS, POST
                    /orders/m1/items/i1             | DELETE, OPTIONS, PATCH
                    /orders/m1/shipment             | OPTIONS, POST
                    /orders/m1/cancellation         | OPTIONS, POST
                    /projections                    | GET, HEAD, OPTIONS
                    /health                         | GET, HEAD, OPTIONS
                    /streams/order-m1/verification  | GET, HEAD, OPTIONS
                    /%6Frders/m1                    | GET, HEAD, OPTIONS, PATCH
                    /%6frders/m1/%69tems/i%31       | DELETE, OPTIONS, PATCH
                    /q/openapi                      | GET, HEAD, OPTIONS
                    /%71/openapi                    | GET, HEAD, OPTIONS
                    /q/openapi.json                 | GET, HEAD, OPTIONS
                    """)
    void options_lists_the_methods_of_the_path_and_has_no_body(String path, String methods) {
        Answer answer = options(path, RequestContext.CORRELATION_ID, "c-1").expect(204);

        assertThat(answer.header("Allow")).hasValue(methods);
        assertThat(answer.header(RequestContext.CORRELATION_ID)).hasValue("c-1");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/orders/m1/nothing", "/q/nothing"})
    void options_is_404_where_nothing_is(String path) {
        options(path).expectProblem(404, "no-such-resource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/", "/orders//m1", "/orders/m1/..", "/orders;x"})
    void options_is_400_for_a_path_that_stands_for_another_one(String path) {
        options(path).expectProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/orders/m1",
                "/orders/m1?version=1",
                "/orders/not-there",
                "/orders/m1/events",
                "/orders?customerId=c1",
                "/orders?customerId=",
                "/projections",
                "/streams/order-m1/verification",
                "/q/openapi",
                "/q/openapi?format=json",
                "/nothing",
                "/orders/m1/items"
            })
    void head_has_the_status_and_the_headers_of_get_and_no_body(String path) {
        String id = Api.freshId();

        Answer get = Api.get(path, RequestContext.CORRELATION_ID, id);
        Answer head =
                Api.call("HEAD", path, BodyPublishers.noBody(), RequestContext.CORRELATION_ID, id);

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.headers())
                .containsKey("content-length")
                .containsEntry("x-correlation-id", id)
                .containsEntry("cache-control", "no-cache");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void head_answers_304_with_the_headers_of_get() {
        Answer get = Api.get("/orders/m1", "If-None-Match", "\"3\"").expect(304);
        Answer head =
                Api.call("HEAD", "/orders/m1", BodyPublishers.noBody(), "If-None-Match", "\"3\"");

        assertThat(head.expect(304).header("ETag")).hasValue("\"3\"");
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    }

    @Test
    void no_other_origin_may_call_unless_the_setting_names_it() {
        String[] preflight = {
            "Origin", "https://shop.example", "Access-Control-Request-Method", "GET"
        };

        for (Answer answer :
                List.of(options("/orders", preflight), Api.get("/orders/m1", preflight))) {
            assertThat(answer.headers().keySet())
                    .doesNotContain("vary")
                    .noneMatch(name -> name.startsWith("access-control"));
        }
        assertThat(options("/orders", preflight).expect(204).header("Allow"))
                .hasValue("GET, HEAD, OPTIONS, POST");
    }

    private static Answer options(String path, String... headers) {
        return Api.call("OPTIONS", path, BodyPublishers.noBody(), headers);
    }
}
