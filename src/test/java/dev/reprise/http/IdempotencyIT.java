package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Race;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that are repeated, with or without their Idempotency-Key. */
@QuarkusTest
class IdempotencyIT {

    @ParameterizedTest
    @EnumSource
    void a_repeated_command_gets_its_first_answer_and_writes_nothing(Command command) {
        String orderId = command.freshOrder();
        Answer first =
                command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expect(command.success());
        int stored = StoredCommits.of(orderId).size();

        command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expectSameOutcomeAs(first);

        assertThat(StoredCommits.of(orderId)).hasSize(stored);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "ADD_ITEM", "REMOVE_ITEM"})
    void a_repeated_command_gets_its_first_answer_after_later_commands(Command command) {
        String orderId = command.freshOrder();
        Answer first = command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k");
        Api.addItem(orderId, "i9").expect(200);
        Api.ship(orderId).expect(200);

        command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expectSameOutcomeAs(first);

        assertThat(Api.get("/orders/" + orderId).version()).isEqualTo(first.version() + 2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE")
    void a_repeated_command_gets_its_first_answer_whatever_if_match_names(Command command) {
        String orderId = command.freshOrder();
        Answer first =
                command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k", "If-Match", "\"2\"");

        for (String tag : List.of("\"2\"", "\"1\"", "\"99\"", "W/\"3\"")) {
            command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k", "If-Match", tag)
                    .expectSameOutcomeAs(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void concurrent_calls_with_the_same_key_are_one_command(Command command) throws Exception {
        String orderId = command.freshOrder();
        int before = StoredCommits.of(orderId).size();

        List<Answer> answers =
                Race.of(4, _ -> command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k"));

        Answer one = answers.getFirst().expect(command.success());
        assertThat(answers).allSatisfy(other -> other.expectSameOutcomeAs(one));
        assertThat(StoredCommits.of(orderId)).hasSize(before + 1);
    }

    @Test
    void keys_are_recognised_after_many_other_commands_and_the_answer_says_that_it_is_replayed() {
        String orderId = Api.createOrder(1);
        List<Answer> first = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            first.add(Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, "k" + i));
        }
        for (int i = 0; i < 60; i++) {
            Api.addItem(orderId, "other").expect(200);
        }
        int commits = StoredCommits.of(orderId).size();
        for (int i = 0; i < 60; i++) {
            Answer again = Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, "k" + i);
            again.expectSameOutcomeAs(first.get(i).expect(200));
            assertThat(first.get(i).header("Idempotent-Replayed")).isEmpty();
            assertThat(again.header("Idempotent-Replayed")).hasValue("true");
        }
        assertThat(StoredCommits.of(orderId)).hasSize(commits);
    }

    @Test
    void
            a_key_that_the_service_made_may_be_sent_again_but_a_key_of_ones_own_may_not_look_like_it() {
        String orderId = Api.createOrder(1);
        Answer first = Api.addItem(orderId, "i").expect(200);
        String made = first.header(RequestContext.IDEMPOTENCY_KEY).orElseThrow();
        assertThat(made).matches("~[A-Za-z0-9_-]{22}");
        Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, made).expectSameOutcomeAs(first);
        Refusal.of(
                () -> Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, "~mine"),
                400,
                "malformed-request");
    }

    /** Anybody can compute the ids of a process's commands. */
    @Test
    void a_key_may_not_look_like_the_id_of_a_process() {
        String orderId = Api.createOrder(1);
        Refusal.of(
                () -> Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, "process:x"),
                400,
                "malformed-request");
        Api.addItem(orderId, "i", RequestContext.IDEMPOTENCY_KEY, "process").expect(200);
    }

    @Test
    void a_key_that_was_used_for_different_content_is_422() {
        String orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);

        Answer other =
                Refusal.of(
                        () -> Api.addItem(orderId, "i3", RequestContext.IDEMPOTENCY_KEY, "k"),
                        422,
                        "idempotency-key-reused");

        assertThat(other.json().get("header").textValue())
                .isEqualTo(RequestContext.IDEMPOTENCY_KEY);
        assertThat(other.header(RequestContext.IDEMPOTENCY_KEY)).hasValue("k");
        assertThat(other.json().get("detail").textValue()).contains("version 3", orderId);
    }

    @Test
    void a_key_that_was_used_for_a_different_operation_is_422() {
        String orderId = Api.createOrder(1);
        Api.removeItem(orderId, "i1", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);

        Refusal.of(
                () -> Api.cancel(orderId, RequestContext.IDEMPOTENCY_KEY, "k"),
                422,
                "idempotency-key-reused");
    }

    @Test
    void a_key_that_was_used_for_a_different_creation_is_422() {
        String orderId = Api.freshId();
        Api.post("/orders", Api.newOrder(orderId, 1), RequestContext.IDEMPOTENCY_KEY, "k")
                .expect(201);

        Refusal.of(
                () ->
                        Api.post(
                                "/orders",
                                Api.newOrder(orderId, 2),
                                RequestContext.IDEMPOTENCY_KEY,
                                "k"),
                422,
                "idempotency-key-reused");
    }

    @Test
    void a_key_that_was_used_for_a_creation_without_an_id_does_not_tell_which_order_it_made() {
        String key = Api.freshId();
        Answer first =
                Api.post(
                                "/orders",
                                "{\"customerId\":\"somebody\"}",
                                RequestContext.IDEMPOTENCY_KEY,
                                key)
                        .expect(201);

        Answer other =
                Refusal.of(
                        () ->
                                Api.post(
                                        "/orders",
                                        "{\"customerId\":\"else\"}",
                                        RequestContext.IDEMPOTENCY_KEY,
                                        key),
                        422,
                        "idempotency-key-reused");

        assertThat(other.json().path("detail").textValue())
                .isEqualTo("Idempotency-Key " + key + " was used for another command");
        assertThat(other.json().properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "header");
        assertThat(other.toString()).doesNotContain(orderId(first));
        assertThat(other.headers()).doesNotContainKeys("etag", "location");
    }

    @Test
    void the_same_key_may_be_used_for_two_orders() {
        String one = Api.createOrder(1);
        String other = Api.createOrder(1);

        Api.addItem(one, "i2", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);
        Api.addItem(other, "i3", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);
    }

    @Test
    void a_repeated_creation_without_an_id_finds_its_order_by_the_key() {
        String key = Api.freshId();
        Answer first = create(key).expect(201);

        create(key).expectSameOutcomeAs(first);

        assertThat(StoredCommits.of(orderId(first))).hasSize(1);
        assertThat(first.header("Location")).hasValue("/orders/" + orderId(first));
    }

    @Test
    void creations_without_an_id_by_different_keys_or_without_a_key_create_different_orders() {
        assertThat(
                        List.of(
                                orderId(create(Api.freshId())),
                                orderId(create(Api.freshId())),
                                orderId(Api.post("/orders", "{\"customerId\":\"u\"}")),
                                orderId(Api.post("/orders", "{\"customerId\":\"u\"}"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_same_key_of_another_caller_creates_another_order() {
        String key = Api.freshId();
        Answer ofAlice = FunctionCall.createOrder(key).as(FunctionCall.jwt("alice")).answer();
        Answer ofBob = FunctionCall.createOrder(key).as(FunctionCall.jwt("bob")).answer();

        assertThat(orderId(ofBob.expect(201))).isNotEqualTo(orderId(ofAlice.expect(201)));
        FunctionCall.createOrder(key)
                .as(FunctionCall.jwt("alice"))
                .answer()
                .expectSameOutcomeAs(ofAlice);
    }

    @Test
    void a_removal_that_is_repeated_without_its_key_is_409() {
        String orderId = Api.createOrder(1);
        Api.removeItem(orderId, "i1", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);

        Refusal.of(() -> Api.removeItem(orderId, "i1"), 409, "item-not-in-order");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHIP", "CANCEL"})
    void a_final_command_that_is_repeated_without_its_key_succeeds_and_changes_nothing(
            Command command) {
        String orderId = command.freshOrder();
        Answer first = command.to(orderId).expect(200);

        Answer again = command.to(orderId).expect(200);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(StoredCommits.of(orderId)).hasSize(2);
    }

    @Test
    void a_price_with_trailing_zeros_is_the_same_content() {
        String items = "/orders/" + Api.createOrder(0) + "/items";
        Answer first =
                Api.post(items, Api.item("i", 1, "15.9"), RequestContext.IDEMPOTENCY_KEY, "k");

        for (String price : List.of("15.90", "15.9000", "1.59e1")) {
            Api.post(items, Api.item("i", 1, price), RequestContext.IDEMPOTENCY_KEY, "k")
                    .expectSameOutcomeAs(first);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_answer_has_the_callers_key(Command command) {
        assertThat(
                        command.to(command.freshOrder(), RequestContext.IDEMPOTENCY_KEY, "k!~")
                                .headers())
                .containsEntry("idempotency-key", "k!~");
    }

    @ParameterizedTest
    @EnumSource
    void a_command_without_a_key_is_answered_with_a_key_that_repeats_it(Command command) {
        String orderId = command.freshOrder();
        Answer first = command.to(orderId);

        String made = first.header(RequestContext.IDEMPOTENCY_KEY).orElseThrow();

        command.to(orderId, RequestContext.IDEMPOTENCY_KEY, made).expectSameOutcomeAs(first);
    }

    @Test
    void the_answer_to_a_refused_command_has_a_key() {
        String orderId = Api.createOrder(1);

        assertThat(
                        Api.removeItem(orderId, "zzz")
                                .expect(409)
                                .header(RequestContext.IDEMPOTENCY_KEY))
                .isPresent();
        assertThat(
                        Api.removeItem(orderId, "i1", "If-Match", "\"1\"")
                                .expect(412)
                                .header(RequestContext.IDEMPOTENCY_KEY))
                .isPresent();
        assertThat(Api.addItem("nope", "i1").expect(404).header(RequestContext.IDEMPOTENCY_KEY))
                .isPresent();
    }

    @Test
    void a_repeated_command_that_had_recorded_nothing_is_decided_again() {
        String orderId = Api.createOrder(0);
        Api.ship(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expect(409);
        Api.addItem(orderId, "i1").expect(200);

        Api.ship(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expect(200);
    }

    private static Answer create(String key) {
        return Api.post("/orders", "{\"customerId\":\"u\"}", RequestContext.IDEMPOTENCY_KEY, key);
    }

    private static String orderId(Answer answer) {
        return answer.json().get("orderId").textValue();
    }
}
