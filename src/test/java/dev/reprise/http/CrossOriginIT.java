package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CORS protocol with two origins, as the deployed function gets them. */
@QuarkusTest
@TestProfile(CrossOriginIT.WithOrigins.class)
class CrossOriginIT {

    public static final class WithOrigins implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("REPRISE_CORS_ORIGINS", "https://shop.example, http://localhost:3000");
        }
    }

    private static final String SHOP = "https://shop.example";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /orders                | POST   | GET, HEAD, OPTIONS, POST
                    /orders/x              | PATCH  | GET, HEAD, OPTIONS, PATCH
                    /orders/x/items        | POST   | OPTIONS, POST
                    /orders/x/items/i1     | DELETE | DELETE, OPTIONS, PATCH
                    /orders/x/items/i1     | PUT    | DELETE, OPTIONS, PATCH
                    /projections           | GET    | GET, HEAD, OPTIONS
                    """)
    void a_preflight_is_answered_with_the_methods_of_its_path(
            String path, String method, String methods) {
        for (String origin : List.of(SHOP, "http://localhost:3000")) {
            Answer answer = preflight(path, origin, method).expect(204);

            assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(origin);
            assertThat(answer.header("Access-Control-Allow-Methods")).hasValue(methods);
            assertThat(answer.header("Access-Control-Allow-Headers"))
                    .hasValue(
                            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Correlation-Id");
            assertThat(answer.header("Access-Control-Max-Age")).hasValue("7200");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(answer.header("Vary")).hasValue("origin");
            assertThat(answer.header("Allow")).hasValue(methods);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void a_preflight_for_a_path_without_a_resource_allows_no_method() {
        Answer answer = preflight("/nothing", SHOP, "GET").expectProblem(404, "no-such-resource");

        assertThat(answer.header("Access-Control-Allow-Methods")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Headers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://shop.example",
                "https://shop.example.evil.example",
                "HTTPS://SHOP.EXAMPLE",
                "null"
            })
    void an_origin_that_is_not_named_gets_no_permission_and_is_answered_as_usual(String origin) {
        String orderId = Api.createOrder(1);
        Answer get = Api.get("/orders/" + orderId, "Origin", origin).expect(200);
        Answer preflight = preflight("/orders", origin, "POST").expect(204);

        for (Answer answer : List.of(get, preflight)) {
            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.startsWith("access-control"));
            assertThat(answer.header("Vary")).hasValue("origin");
        }
        assertThat(preflight.header("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void a_page_can_read_each_answer_and_its_headers() {
        String orderId = Api.createOrder(1);

        assertReadable(Api.get("/orders/" + orderId, "Origin", SHOP).expect(200));
        assertReadable(
                Api.get("/orders/" + orderId, "Origin", SHOP, "If-None-Match", "\"2\"")
                        .expect(304));
        assertReadable(Api.addItem(orderId, "i2", "Origin", SHOP).expect(200));
        assertReadable(
                Api.post("/orders", Api.newOrder(Api.freshId(), 1), "Origin", SHOP).expect(201));
        assertThat(Api.get("/q/openapi", "Origin", SHOP).header("Access-Control-Allow-Origin"))
                .hasValue(SHOP);
        assertThat(Api.get("/", "Origin", SHOP).header("Access-Control-Allow-Origin"))
                .hasValue(SHOP);
        assertReadable(
                Api.call("HEAD", "/orders/" + orderId, BodyPublishers.noBody(), "Origin", SHOP)
                        .expect(200));
    }

    @Test
    void a_page_can_read_each_problem() {
        assertReadable(Api.get("/orders/none", "Origin", SHOP).expect(404));
        assertReadable(Api.get("/nothing", "Origin", SHOP).expect(404));
        assertReadable(Api.get("/orders//x", "Origin", SHOP).expect(400));
        assertReadable(Api.post("/orders", "{", "Origin", SHOP).expect(400));
        assertReadable(Api.post("/orders/none", "{}", "Origin", SHOP).expect(405));
        assertReadable(
                Api.post("/orders", "x", "Origin", SHOP, "Content-Type", "text/plain").expect(415));
    }

    @Test
    void a_plain_options_of_a_page_is_not_a_preflight() {
        Answer answer =
                Api.call("OPTIONS", "/orders", BodyPublishers.noBody(), "Origin", SHOP).expect(204);

        assertReadable(answer);
        assertThat(answer.header("Access-Control-Allow-Methods")).isEmpty();
    }

    @Test
    void every_answer_says_that_it_depends_on_the_origin() {
        assertThat(Api.get("/nothing").header("Vary")).hasValue("origin");
        for (String ofTwoKinds : List.of("/", "/q/openapi")) {
            assertThat(Api.get(ofTwoKinds).header("Vary").orElse("").split(","))
                    .containsExactlyInAnyOrder("origin", "Accept");
        }
    }

    private static void assertReadable(Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(SHOP);
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .hasValue(
                        "Allow, ETag, Idempotency-Key, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Correlation-Id");
        assertThat(answer.header("Vary")).hasValue("origin");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    private static Answer preflight(String path, String origin, String method) {
        return Api.call(
                "OPTIONS",
                path,
                BodyPublishers.noBody(),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "content-type,idempotency-key");
    }
}
