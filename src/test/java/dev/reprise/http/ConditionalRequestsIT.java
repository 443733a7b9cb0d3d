package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Race;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If-Match and If-None-Match (RFC 9110, 13.1), and concurrent writers. */
@QuarkusTest
class ConditionalRequestsIT {

    @Inject TestStream stream;

    @ParameterizedTest
    @ValueSource(
            strings = {"\"3\"", "\"1\", \"3\"", "W/\"3\",\"3\"", " \"3\" ,", "*", "\"x\",\"3\""})
    void a_command_is_handled_if_if_match_names_the_version(String tags) {
        String orderId = Api.createOrder(2);

        Answer answer = Api.addItem(orderId, "i3", "If-Match", tags).expect(200);

        assertThat(answer.header("ETag")).hasValue("\"4\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\"", // where the order's creation ended
                "\"2\"", // inside a commit of three events
                "\"4\"", // past the tail
                "\"99\"",
                "\"1\", \"2\"",
                "W/\"3\"", // strong comparison
                "\"x\"",
                "\"03\"",
                "\"\"",
                "\"999999999999999999999\""
            })
    void a_command_is_answered_412_with_the_actual_version_if_if_match_does_not_name_it(
            String tags) {
        String orderId = Api.createOrder(2);

        Refusal.of(() -> Api.addItem(orderId, "i3", "If-Match", tags), 412, "version-mismatch")
                .expectActualVersion(3);
    }

    @Test
    void if_match_in_two_headers_is_one_list() {
        String orderId = Api.createOrder(2);

        Api.addItem(orderId, "i3", "If-Match", "\"1\"", "If-Match", "\"3\"").expect(200);
    }

    @Test
    void the_version_is_compared_before_the_rules_of_the_order() {
        String orderId = Api.createOrder(1);

        Api.removeItem(orderId, "zzz", "If-Match", "\"1\"").expect(412);
        Api.removeItem(orderId, "zzz", "If-Match", "\"2\"").expect(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"1\""})
    void if_match_on_an_order_that_does_not_exist_is_404(String tags) {
        Refusal.of(() -> Api.addItem("nope", "i", "If-Match", tags), 404, "order-not-found");
    }

    @Test
    void of_four_writers_with_the_same_if_match_one_succeeds_and_three_get_412_with_its_version()
            throws Exception {
        String orderId = Api.createOrder(1);

        List<Answer> answers = Race.of(4, n -> Api.addItem(orderId, "w" + n, "If-Match", "\"2\""));

        assertThat(answers)
                .extracting(Answer::status)
                .containsExactlyInAnyOrder(200, 412, 412, 412);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 412)
                .allSatisfy(answer ->
                        answer.expectProblem(412, "version-mismatch").expectActualVersion(3));
        assertThat(Api.get("/orders/" + orderId).version()).isEqualTo(3);
    }

    @Test
    void writers_without_if_match_all_succeed_with_different_versions() throws Exception {
        String orderId = Api.createOrder(0);
        int writers = 8;

        List<Answer> answers = Race.of(writers, n -> Api.addItem(orderId, "w" + n));

        assertThat(answers).allSatisfy(answer -> answer.expect(200));
        assertThat(answers)
                .extracting(Answer::version)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(2, writers + 1).boxed().toList());
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.elements("items")).hasSize((int) answer.version() - 1));
    }

    @Test
    void of_four_creations_of_one_order_one_succeeds_and_the_others_get_409() throws Exception {
        String orderId = Api.freshId();

        List<Answer> answers = Race.of(4, n -> Api.post("/orders", Api.newOrder(orderId, n)));

        assertThat(answers)
                .extracting(Answer::status)
                .containsExactlyInAnyOrder(201, 409, 409, 409);
        assertThat(StoredCommits.of(orderId)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void a_command_is_412_if_if_none_match_names_the_version(Command command) {
        String orderId = Api.createOrder(1);

        for (String tags : List.of("*", "\"2\"", "W/\"2\"", "\"1\", \"2\"")) {
            Refusal.of(() -> command.to(orderId, "If-None-Match", tags), 412, "precondition-failed")
                    .expectActualVersion(2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Command.class, names = "CREATE", mode = EnumSource.Mode.EXCLUDE)
    void a_command_is_handled_if_if_none_match_names_other_versions(Command command) {
        for (String tags : List.of("\"1\"", "\"3\", W/\"4\"", "\"x\"")) {
            command.to(Api.createOrder(1), "If-None-Match", tags).expect(200);
        }
    }

    @Test
    void a_creation_may_require_that_the_order_does_not_exist() {
        String orderId = Api.freshId();
        String[] conditional = {"If-None-Match", "*", RequestContext.IDEMPOTENCY_KEY, orderId};

        Answer first = Api.post("/orders", Api.newOrder(orderId, 1), conditional).expect(201);

        Api.post("/orders", Api.newOrder(orderId, 1), conditional)
                .expect(201)
                .expectSameOutcomeAs(first);
        Refusal.of(
                        () -> Api.post("/orders", Api.newOrder(orderId, 1), "If-None-Match", "*"),
                        412,
                        "precondition-failed")
                .expectActualVersion(2);
        Refusal.of(
                () -> Api.post("/orders", Api.newOrder(orderId, 1), "If-None-Match", "\"1\""),
                409,
                "order-already-exists");
        Api.post("/orders", "{\"customerId\":\"c\"}", "If-None-Match", "*").expect(201);
    }

    @Test
    void if_match_is_evaluated_before_if_none_match() {
        String orderId = Api.createOrder(1);

        Refusal.of(
                () -> Api.addItem(orderId, "i", "If-Match", "\"1\"", "If-None-Match", "\"2\""),
                412,
                "version-mismatch");
        Refusal.of(
                () -> Api.addItem(orderId, "i", "If-Match", "\"2\"", "If-None-Match", "\"2\""),
                412,
                "precondition-failed");
        Api.get("/orders/" + orderId, "If-Match", "\"1\"", "If-None-Match", "\"2\"")
                .expectProblem(412, "version-mismatch");
        Api.get("/orders/" + orderId, "If-Match", "\"2\"", "If-None-Match", "\"2\"").expect(304);
        Api.addItem(orderId, "i", "If-Match", "\"2\"", "If-None-Match", "\"1\"").expect(200);
    }

    @Test
    void if_none_match_on_a_command_to_an_order_that_does_not_exist_is_404() {
        Refusal.of(() -> Api.addItem("nope", "i", "If-None-Match", "*"), 404, "order-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''           | "3"          | 3
                    ''           | *            | 3
                    ''           | "1", "3"     | 3
                    ?version=2   | "2"          | 2
                    ?minVersion=3| "3"          | 3
                    """)
    void a_read_shows_the_version_that_if_match_names(String query, String tags, int version) {
        String path = "/orders/" + Api.createOrder(2) + query;

        assertThat(Api.get(path, "If-Match", tags).expect(200).version()).isEqualTo(version);
        Api.call("HEAD", path, BodyPublishers.noBody(), "If-Match", tags).expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''           | "2"          | 3
                    ''           | W/"3"        | 3
                    ''           | "x"          | 3
                    ?version=2   | "3"          | 2
                    """)
    void a_read_is_412_if_if_match_does_not_name_the_version_that_it_would_show(
            String query, String tags, int version) {
        String path = "/orders/" + Api.createOrder(2) + query;

        Api.get(path, "If-Match", tags)
                .expectProblem(412, "version-mismatch")
                .expectActualVersion(version);
        Api.call("HEAD", path, BodyPublishers.noBody(), "If-Match", tags).expect(412);
    }

    @Test
    void a_read_of_what_does_not_exist_is_404_whatever_if_match_says() {
        Api.get("/orders/nope", "If-Match", "\"1\"").expectProblem(404, "order-not-found");
        Api.get("/orders/nope", "If-Match", "*").expectProblem(404, "order-not-found");
        Api.get("/orders/" + Api.createOrder(1) + "?version=9", "If-Match", "\"2\"")
                .expectProblem(404, "version-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/%s/events",
                "/orders?customerId=c1",
                "/projections",
                "/streams/order-%s/verification",
                "/"
            })
    void tags_match_no_answer_without_a_tag_and_a_star_matches_each(String target) {
        String path = target.formatted(Api.createOrder(1));
        stream.drain();

        Api.get(path, "If-Match", "*").expect(200);
        Api.get(path, "If-None-Match", "\"1\"").expect(200);
        Api.get(path, "If-Match", "\"1\"").expectProblem(412, "precondition-failed");
        assertThat(Api.get(path, "If-None-Match", "*").expect(304).body()).isEmpty();
        for (String name : List.of("If-Match", "If-None-Match")) {
            Refusal.malformed("header " + name, () -> Api.get(path, name, "1"));
        }
        assertThat(Api.call("HEAD", path, BodyPublishers.noBody(), "If-Match", "\"1\"").status())
                .isEqualTo(412);
    }

    @Test
    void dates_and_ranges_are_ignored() {
        String orderId = Api.createOrder(1);
        String[] headers = {
            "If-Modified-Since", "Sat, 01 Jan 2050 00:00:00 GMT",
            "If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT",
            "If-Range", "\"9\"",
            "Range", "bytes=0-1"
        };

        assertThat(Api.get("/orders/" + orderId, headers).expect(200).version()).isEqualTo(2);
        Api.addItem(orderId, "i2", headers).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "W/\"3\"", "\"1\", W/\"3\"", "*"})
    void a_caller_that_has_the_version_gets_304_with_its_tag_and_no_body(String tags) {
        String orderId = Api.createOrder(2);

        Answer answer = Api.get("/orders/" + orderId, "If-None-Match", tags).expect(304);

        assertThat(answer.header("ETag")).hasValue("\"3\"");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header(RequestContext.CORRELATION_ID)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "W/\"4\"", "\"1\", \"2\"", "\"x\""})
    void a_caller_that_has_another_version_gets_the_order(String tags) {
        String orderId = Api.createOrder(2);

        assertThat(Api.get("/orders/" + orderId, "If-None-Match", tags).expect(200).version())
                .isEqualTo(3);
    }

    @Test
    void a_caller_that_has_the_requested_earlier_version_gets_304() {
        String orderId = Api.createOrder(2);

        Answer answer = Api.get("/orders/" + orderId + "?version=2", "If-None-Match", "\"2\"");

        assertThat(answer.expect(304).header("ETag")).hasValue("\"2\"");
    }

    @Test
    void if_none_match_on_an_order_that_does_not_exist_is_404() {
        Api.get("/orders/nope", "If-None-Match", "*").expectProblem(404, "order-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/%s",
                "/orders/%s/events",
                "/orders?customerId=c1",
                "/projections",
                "/streams/order-%s/verification",
                "/orders/none-%s",
                "/"
            })
    void a_cache_must_ask_before_it_reuses_an_answer(String target) {
        String path = target.formatted(Api.createOrder(1));

        assertThat(Api.get(path).header("Cache-Control")).hasValue("no-cache");
        assertThat(Api.call("HEAD", path, BodyPublishers.noBody()).header("Cache-Control"))
                .hasValue("no-cache");
        assertThat(Api.get(path, "If-None-Match", "*").header("Cache-Control"))
                .hasValue("no-cache");
    }
}
