package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The metadata that is stored with a commit, and the correlation id in the answer. */
@QuarkusTest
class MetadataIT {

    @Test
    void the_callers_correlation_id_is_stored_and_answered() {
        String orderId = Api.createOrder(1);

        Answer answer =
                Api.addItem(orderId, "i2", RequestContext.CORRELATION_ID, "trace-1").expect(200);

        assertThat(answer.header(RequestContext.CORRELATION_ID)).hasValue("trace-1");
        assertThat(lastCommit(orderId))
                .containsEntry("r", text("trace-1"))
                .doesNotContainKeys("a", "u", "o");
        assertThat(lastMetadata(orderId).get("correlationId").textValue()).isEqualTo("trace-1");
    }

    @Test
    void a_made_correlation_id_is_answered_but_not_stored() {
        String orderId = Api.createOrder(1);

        String made =
                Api.addItem(orderId, "i2").header(RequestContext.CORRELATION_ID).orElseThrow();

        assertThat(lastCommit(orderId)).doesNotContainKeys("r", "a", "u", "o");
        assertThat(lastMetadata(orderId).has("correlationId")).isFalse();
        assertThat(lastMetadata(orderId).has("commandId")).isTrue();
        assertThat(Api.get("/orders/" + orderId).header(RequestContext.CORRELATION_ID))
                .isPresent()
                .isNotEqualTo(Optional.of(made));
    }

    @Test
    void the_correlation_id_of_a_repeated_command_is_answered_but_not_stored() {
        String orderId = Api.createOrder(1);
        Api.addItem(
                orderId,
                "i2",
                RequestContext.IDEMPOTENCY_KEY,
                "k",
                RequestContext.CORRELATION_ID,
                "first");

        Answer again =
                Api.addItem(
                        orderId,
                        "i2",
                        RequestContext.IDEMPOTENCY_KEY,
                        "k",
                        RequestContext.CORRELATION_ID,
                        "2nd");

        assertThat(again.header(RequestContext.CORRELATION_ID)).hasValue("2nd");
        assertThat(lastCommit(orderId)).containsEntry("r", text("first"));
    }

    @Test
    void a_malformed_correlation_id_is_refused_and_another_one_is_answered() {
        Answer answer =
                Refusal.of(
                        () ->
                                Api.post(
                                        "/orders",
                                        "{\"customerId\":\"u\"}",
                                        RequestContext.CORRELATION_ID,
                                        "a b"),
                        400,
                        "malformed-request");

        assertThat(answer.header(RequestContext.CORRELATION_ID).orElseThrow()).doesNotContain(" ");
    }

    @Test
    void the_actor_is_the_subject_of_the_token() {
        assertThat(actorOf(FunctionCall.jwt("user-1"))).isEqualTo(text("user-1"));
    }

    @Test
    void the_actor_is_the_arn_of_the_iam_user() {
        String arn = "arn:aws:iam::000000000000:user/u";
        IAM iam = IAM.builder().withUserArn(arn).build();

        assertThat(actorOf(Authorizer.builder().withIam(iam).build())).isEqualTo(text(arn));
    }

    @Test
    void the_actor_is_the_principal_of_a_lambda_authorizer() {
        Authorizer lambda = Authorizer.builder().withLambda(Map.of("principalId", "p")).build();

        assertThat(actorOf(lambda)).isEqualTo(text("p"));
    }

    @Test
    void an_authorizer_without_a_subject_gives_no_actor() {
        Authorizer lambda = Authorizer.builder().withLambda(Map.of("tenant", "t")).build();

        assertThat(commitOf(lambda)).doesNotContainKey("u");
    }

    @Test
    void a_key_that_is_not_ascii_is_refused() {
        Refusal.malformed(
                "header Idempotency-Key", () -> FunctionCall.createOrder("\u00e9").answer());
    }

    private static AttributeValue actorOf(Authorizer authorizer) {
        return StoredCommits.attribute(commitOf(authorizer), "u");
    }

    private static Map<String, AttributeValue> commitOf(Authorizer authorizer) {
        Answer created = FunctionCall.createOrder(Api.freshId()).as(authorizer).answer();
        return lastCommit(created.expect(201).json().get("orderId").textValue());
    }

    private static Map<String, AttributeValue> lastCommit(String orderId) {
        return StoredCommits.of(orderId).getLast();
    }

    /** The metadata of the last event, as the API shows it. */
    private static JsonNode lastMetadata(String orderId) {
        return Api.get("/orders/" + orderId + "/events")
                .elements("events")
                .getLast()
                .get("metadata");
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
