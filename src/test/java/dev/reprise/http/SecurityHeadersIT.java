package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells a browser. */
@QuarkusTest
class SecurityHeadersIT {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    @Test
    void answers_of_each_kind_have_the_headers() {
        String orderId = Api.createOrder(1);
        String order = "/orders/" + orderId;

        for (Answer answer :
                List.of(
                        Api.post("/orders", Api.newOrder(Api.freshId(), 1)).expect(201),
                        Api.get(order).expect(200),
                        Api.get(order, "If-None-Match", "\"2\"").expect(304),
                        Api.call("HEAD", order, BodyPublishers.noBody()).expect(200),
                        Api.call("OPTIONS", order, BodyPublishers.noBody()).expect(204),
                        Api.get("/orders//x").expect(400),
                        Api.post("/orders", "{").expect(400),
                        Api.get("/orders/none").expect(404),
                        Api.get("/nothing").expect(404),
                        Api.post(order, "{}").expect(405),
                        Api.get(order, "Accept", "text/html").expect(406),
                        Api.post("/orders", "x", "Content-Type", "text/plain").expect(415),
                        Api.get("/health").expect(200),
                        Api.get("/q/openapi").expect(200))) {
            assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.header("Content-Security-Policy")).hasValue(NOTHING);
            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
            assertThat(answer.header("Server-Timing")).isEmpty();
            assertThat(answer.header("RateLimit")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/q/swagger-ui/"})
    void a_page_may_do_what_it_needs(String path) {
        Answer page = Api.get(path).expect(200);

        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.header("Content-Security-Policy")).isNotEqualTo(Optional.of(NOTHING));
    }

    @Test
    void over_https_a_browser_is_told_to_use_nothing_else() {
        for (String path : List.of("/", "/health", "/nothing", "/q/openapi")) {
            Answer answer = FunctionCall.get(path, "").with("X-Forwarded-Proto", "https").answer();

            assertThat(answer.header("Strict-Transport-Security")).hasValue("max-age=31536000");
        }
    }
}
