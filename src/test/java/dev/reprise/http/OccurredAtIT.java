package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** When something happened, as the caller says, and what else an event shows of its commit. */
@QuarkusTest
class OccurredAtIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST  | /items        | "itemId":"i2","quantity":1,"price":1
                    PATCH | /items/i1     | "quantity":3
                    PATCH |               | "changes":[{"type":"REMOVE_ITEM","itemId":"i1"}]
                    POST  | /shipment     | "shippingAddress":"a"
                    POST  | /cancellation | "reason":"r"
                    """)
    void every_command_may_say_when_it_happened(String method, String path, String fields) {
        String order = "/orders/" + Api.createOrder(1);
        String target = order + (path == null ? "" : path);

        Answer answer =
                path == null || method.equals("PATCH")
                        ? Api.patch(target, body(fields, "2010-12-01T09:26:00.5+01:00"))
                        : Api.post(target, body(fields, "2010-12-01T09:26:00.5+01:00"));

        answer.expect(200);
        assertThat(lastEvent(order).get("occurredAt").textValue())
                .isEqualTo("2010-12-01T08:26:00.500Z");
        Refusal.malformed(
                "field occurredAt",
                () ->
                        method.equals("PATCH")
                                ? Api.patch(target, body(fields, "yesterday"))
                                : Api.post(target, body(fields, "yesterday")));
    }

    @Test
    void a_creation_may_say_when_it_happened_and_all_its_events_show_it() {
        String orderId = Api.freshId();
        Api.post(
                        "/orders",
                        body(
                                "\"orderId\":\"%s\",\"customerId\":\"c\",\"items\":[%s]"
                                        .formatted(orderId, Api.item("i1", 1, "1")),
                                "2010-12-01T08:26:00Z"))
                .expect(201);

        assertThat(Api.get("/orders/" + orderId + "/events").elements("events"))
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.get("occurredAt").textValue())
                                .isEqualTo("2010-12-01T08:26:00.000Z"));
        assertThat(StoredCommits.of(orderId).getFirst())
                .containsEntry("o", AttributeValue.fromN("1291191960000"));
        Api.get("/streams/order-" + orderId + "/verification").expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"2026-01-31\"",
                "\"0000-01-01T00:00:00+01:00\"",
                "\"9999-01-01T00:00:00Z\"",
                "1769847330",
                "true",
                "[]"
            })
    void a_malformed_or_future_time_of_occurrence_is_refused(String occurredAt) {
        Refusal.malformed(
                "field occurredAt",
                () ->
                        Api.post(
                                "/orders",
                                "{\"customerId\":\"c\",\"occurredAt\":" + occurredAt + "}"));
    }

    @Test
    void the_answer_to_a_malformed_time_of_occurrence_has_no_idempotency_key() {
        String fields = "\"customerId\":\"c\"";
        String items = "/orders/" + Api.createOrder(1) + "/items";

        assertThat(Api.post("/orders", body(fields, "yesterday")).expect(400))
                .matches(answer -> answer.header(RequestContext.IDEMPOTENCY_KEY).isEmpty());
        assertThat(
                        Api.post(
                                        items,
                                        body(
                                                "\"itemId\":\"i2\",\"quantity\":1,\"price\":1",
                                                "yesterday"))
                                .expect(400))
                .matches(answer -> answer.header(RequestContext.IDEMPOTENCY_KEY).isEmpty());
    }

    @Test
    void a_time_of_occurrence_may_be_up_to_a_minute_ahead() {
        String fields = "\"customerId\":\"c\"";

        Api.post("/orders", body(fields, Instant.now().plusSeconds(30).toString())).expect(201);
        Refusal.malformed(
                "field occurredAt",
                () -> Api.post("/orders", body(fields, Instant.now().plusSeconds(90).toString())));
    }

    @Test
    void a_repeated_command_with_another_time_of_occurrence_is_another_content() {
        String items = "/orders/" + Api.createOrder(1) + "/items";
        String fields = "\"itemId\":\"i2\",\"quantity\":1,\"price\":1";
        String key = RequestContext.IDEMPOTENCY_KEY;
        Answer first = Api.post(items, body(fields, "2010-12-01T08:26:00Z"), key, "k").expect(200);

        Api.post(items, body(fields, "2010-12-01T09:26:00.0001+01:00"), key, "k")
                .expectSameOutcomeAs(first);
        for (String other : List.of("{" + fields + "}", body(fields, "2010-12-01T08:26:00.001Z"))) {
            Refusal.of(() -> Api.post(items, other, key, "k"), 422, "idempotency-key-reused");
        }
    }

    @Test
    void an_event_shows_what_is_known_of_its_command() {
        String orderId = Api.createOrder(0);
        Api.addItem(
                orderId,
                "i1",
                RequestContext.IDEMPOTENCY_KEY,
                "key-1",
                RequestContext.CORRELATION_ID,
                "trace-1");

        JsonNode event = lastEvent("/orders/" + orderId);

        assertThat(event.get("metadata").toString())
                .isEqualTo("{\"commandId\":\"key-1\",\"correlationId\":\"trace-1\"}");
        assertThat(event.has("occurredAt")).isFalse();
    }

    @Test
    void an_event_shows_the_caller_that_an_authorizer_identified() {
        Authorizer alice = FunctionCall.jwt("alice");
        String orderId =
                FunctionCall.createOrder(Api.freshId())
                        .as(alice)
                        .answer()
                        .expect(201)
                        .json()
                        .get("orderId")
                        .textValue();

        assertThat(lastEvent("/orders/" + orderId).at("/metadata/actor").textValue())
                .isEqualTo("alice");
    }

    private static JsonNode lastEvent(String order) {
        return Api.get(order + "/events").expect(200).elements("events").getLast();
    }

    private static String body(String fields, String occurredAt) {
        return "{" + fields + ",\"occurredAt\":\"" + occurredAt + "\"}";
    }
}
