package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content-Type, Accept and bodies (RFC 9110, 8.3, 12.5 and 15.5). */
@QuarkusTest
class NegotiationIT {

    @Inject TestStream stream;

    /** The rows are being built, and every list is 503, until the first commit is delivered. */
    @BeforeEach
    void deliverCommit() {
        Api.createOrder(1);
        stream.drain();
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void a_command_whose_answer_the_caller_does_not_take_is_not_executed(Command command) {
        String orderId = command.freshOrder();

        for (String accept : List.of("text/html", "application/json;q=0", "*/*;q=0")) {
            Refusal.of(() -> command.to(orderId, "Accept", accept), 406, "not-acceptable");
        }
        command.to(orderId, "Accept", "application/*").expect(command.success());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/%s",
                "/orders/%s/events",
                "/orders?customerId=c1",
                "/projections",
                "/streams/order-%s/verification"
            })
    void a_query_whose_answer_the_caller_does_not_take_is_406(String path) {
        String target = path.formatted(Api.createOrder(1));

        Api.get(target, "Accept", "application/problem+json").expectProblem(406, "not-acceptable");
        Api.get(target, "Accept", "text/plain", "Accept", "application/json;q=0.1").expect(200);
        Api.get(target, "Accept", "").expect(200);
        Api.get(target, "Accept", "garbage").expect(200);
    }

    @Test
    void languages_and_character_sets_are_ignored() {
        Api.get(
                        "/orders/" + Api.createOrder(1),
                        "Accept-Language",
                        "tlh",
                        "Accept-Charset",
                        "utf-16",
                        "Accept-Encoding",
                        "br, identity;q=0")
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | /orders/none         | 404
                    GET  | /nothing             | 404
                    POST | /orders/none         | 405
                    GET  | /orders//none        | 400
                    """)
    void a_problem_is_sent_whatever_the_caller_takes(String method, String path, int status) {
        Answer answer =
                Api.call(
                        method,
                        path,
                        BodyPublishers.noBody(),
                        "Accept",
                        "image/png, application/json;q=0.5");

        assertThat(answer.expect(status).header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST  | /orders                | application/json |
                    POST  | /orders/%s/items       | application/json |
                    POST  | /orders/%s/shipment    | application/json |
                    POST  | /orders/%s/cancellation| application/json |
                    PATCH | /orders/%s             | application/json | application/json
                    PATCH | /orders/%s/items/i1    | application/json | application/json
                    """)
    void a_command_that_does_not_declare_json_is_415_also_without_a_body(
            String method, String path, String accept, String acceptPatch) {
        String target = path.formatted(Api.createOrder(1));

        for (String declared : List.of("*/*", "application/*", "text/plain", "")) {
            Answer answer =
                    Refusal.of(
                            () ->
                                    Api.call(
                                            method,
                                            target,
                                            BodyPublishers.noBody(),
                                            "Content-Type",
                                            declared),
                            415,
                            "unsupported-media-type");
            assertThat(answer.header("Accept")).hasValue(accept);
            assertThat(answer.header("Accept-Patch").orElse(null)).isEqualTo(acceptPatch);
        }
        Refusal.of(
                () -> Api.call(method, target, BodyPublishers.noBody()),
                415,
                "unsupported-media-type");
        for (String declared : List.of("application/json", "application/x+json")) {
            Refusal.malformed(
                    null,
                    () ->
                            Api.call(
                                    method,
                                    target,
                                    BodyPublishers.noBody(),
                                    "Content-Type",
                                    declared));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /orders/%s",
        "HEAD, /orders/%s",
        "GET, /orders?customerId=c1",
        "GET, /",
        "GET, /projections",
        "DELETE, /orders/%s/items/i1"
    })
    void a_body_where_none_is_taken_is_refused(String method, String path) {
        String target = path.formatted(Api.createOrder(1));

        for (String type : List.of("application/json", "text/plain")) {
            Answer answer =
                    Api.call(method, target, BodyPublishers.ofString("{}"), "Content-Type", type);
            answer.expect(400);
            assertThat(answer.header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        }
        Api.call(method, target, BodyPublishers.noBody()).expect(200);
    }
}
