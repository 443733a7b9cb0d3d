package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With tokens, keys and cursors are a caller's own, and so is what events show besides. */
@QuarkusTest
@TestProfile(Tokens.class)
class CallersKeysIT {

    private static final Authorizer ANN = FunctionCall.token("ann", Scope.READ, Scope.WRITE);
    private static final Authorizer EVE = FunctionCall.token("eve", Scope.READ, Scope.WRITE);
    private static final Authorizer CLERK =
            FunctionCall.token("shop", Scope.READ_ANY, Scope.WRITE_ANY);

    @Test
    void a_key_of_another_caller_is_another_key() {
        String order = newOrder("ann", ANN, Api.freshId());
        String key = Api.freshId();

        Answer first = add(order, "i2", key, ANN).expect(200);
        Answer clerks = add(order, "i2", key, CLERK).expect(200);
        Answer again = add(order, "i2", key, ANN).expect(200);

        assertThat(clerks.header(AggregateResponses.IDEMPOTENT_REPLAYED)).isEmpty();
        assertThat(clerks.version()).isEqualTo(first.version() + 1);
        assertThat(again.header(AggregateResponses.IDEMPOTENT_REPLAYED)).hasValue("true");
        again.expectSameOutcomeAs(first);
        assertThat(first.header(RequestContext.IDEMPOTENCY_KEY)).hasValue(key);
    }

    @Test
    void a_key_that_the_service_made_is_answered_and_recognised() {
        String order = newOrder("ann", ANN, Api.freshId());
        Answer first =
                FunctionCall.post("/orders/" + order + "/items", Api.item("i2", 1, "1"))
                        .as(ANN)
                        .answer()
                        .expect(200);
        String made = first.header(RequestContext.IDEMPOTENCY_KEY).orElseThrow();

        assertThat(made).hasSize(23).startsWith("~");
        add(order, "i2", made, ANN).expectSameOutcomeAs(first);
        assertThat(add(order, "i2", made, CLERK).version()).isEqualTo(first.version() + 1);
        assertThat(events(order, "", ANN).get(2).at("/metadata/commandId").asText())
                .hasSize(23)
                .startsWith("~")
                .isNotEqualTo(made);
    }

    @Test
    void a_problem_names_the_key_that_was_sent() {
        String order = newOrder("ann", ANN, Api.freshId());
        String key = Api.freshId();
        add(order, "i2", key, ANN).expect(200);

        Answer reused = add(order, "i3", key, ANN).expectProblem(422, "idempotency-key-reused");

        assertThat(reused.json().path("detail").asText()).contains(key);
        assertThat(reused.header(RequestContext.IDEMPOTENCY_KEY)).hasValue(key);
    }

    @Test
    void the_id_of_a_created_order_is_made_of_caller_and_key() {
        String key = Api.freshId();

        String ofAnn = newOrder("ann", ANN, key);

        assertThat(newOrder("ann", ANN, key)).isEqualTo(ofAnn);
        assertThat(newOrder("eve", EVE, key)).isNotEqualTo(ofAnn);
        assertThat(newOrder("ann", CLERK, key)).isNotEqualTo(ofAnn);
    }

    @Test
    void events_show_who_sent_a_command_to_its_sender_and_to_those_who_may_read_everything() {
        String key = Api.freshId();
        String order = newOrder("ann", ANN, Api.freshId());
        FunctionCall.post("/orders/" + order + "/items", Api.item("i2", 1, "1"))
                .with(RequestContext.IDEMPOTENCY_KEY, key)
                .with(RequestContext.CORRELATION_ID, "trace-of-clerk")
                .as(CLERK)
                .answer()
                .expect(200);

        JsonNode own = events(order, "", ANN).getFirst().get("metadata");
        JsonNode clerks = events(order, "", ANN).getLast().get("metadata");

        assertThat(own.path("actor").asText()).isEqualTo("subject-of-ann");
        assertThat(names(clerks)).containsExactly("commandId");
        assertThat(clerks.path("commandId").asText()).isNotEqualTo(key);
        assertThat(names(events(order, "", CLERK).getLast().get("metadata")))
                .containsExactlyInAnyOrder("commandId", "correlationId", "actor");
    }

    @Test
    void a_cursor_is_for_callers_who_may_see_the_same() {
        String order = newOrder("ann", ANN, Api.freshId());
        String page = "limit=1";
        String next =
                FunctionCall.get("/orders/" + order + "/events", page)
                        .as(ANN)
                        .answer()
                        .expect(200)
                        .json()
                        .path("next")
                        .asText();
        String further = page + "&cursor=" + next;

        FunctionCall.get("/orders/" + order + "/events", further).as(ANN).answer().expect(200);
        FunctionCall.get("/orders/" + order + "/events", further)
                .as(FunctionCall.tokenOf("another-subject", "ann", Scope.READ))
                .answer()
                .expect(200);
        for (Authorizer other : List.of(EVE, CLERK)) {
            FunctionCall.get("/orders/" + order + "/events", further)
                    .as(other)
                    .answer()
                    .expectProblem(400, "malformed-request");
        }
    }

    private static Answer add(String order, String item, String key, Authorizer who) {
        return FunctionCall.post("/orders/" + order + "/items", Api.item(item, 1, "1"))
                .with(RequestContext.IDEMPOTENCY_KEY, key)
                .as(who)
                .answer();
    }

    /** An order with one item, and its events are two. */
    private static String newOrder(String customer, Authorizer who, String key) {
        return FunctionCall.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"items\":[%s]}"
                                .formatted(customer, Api.item("i1", 1, "1")))
                .with(RequestContext.IDEMPOTENCY_KEY, key)
                .as(who)
                .answer()
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    private static List<JsonNode> events(String order, String query, Authorizer who) {
        return FunctionCall.get("/orders/" + order + "/events", query)
                .as(who)
                .answer()
                .expect(200)
                .elements("events");
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }
}
