package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Commands with {@code dryRun=true}. */
@QuarkusTest
class DryRunIT {

    @ParameterizedTest
    @EnumSource
    void shows_what_the_command_then_does_and_records_nothing(Command command) {
        String orderId = command.freshOrder();
        List<Map<String, AttributeValue>> before = StoredCommits.of(orderId);

        Answer dry = command.dryRun(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expect(200);

        assertThat(StoredCommits.of(orderId)).isEqualTo(before);
        assertThat(dry.header("ETag")).isEmpty();
        assertThat(dry.header("Location")).isEmpty();
        Answer done = command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k");
        done.expect(command.success());
        assertThat(done.header(AggregateResponses.IDEMPOTENT_REPLAYED)).isEmpty();
        assertThat(withoutTimes(dry.json()).without(DryRun.WOULD_RECORD).toString())
                .isEqualTo(withoutTimes(done.json()).toString());
        List<String> recorded =
                Api.get("/orders/" + orderId + "/events?limit=200").elements("events").stream()
                        .skip(before.isEmpty() ? 0 : 2)
                        .map(event -> withoutTimes(event).toString())
                        .toList();
        assertThat(dry.elements(DryRun.WOULD_RECORD))
                .extracting(event -> withoutTimes(event).toString())
                .isEqualTo(recorded)
                .isNotEmpty();
    }

    private static ObjectNode withoutTimes(JsonNode json) {
        return json.<ObjectNode>deepCopy().without(List.of("createdAt", "updatedAt", "timestamp"));
    }

    @ParameterizedTest
    @EnumSource
    void of_a_recorded_command_shows_its_outcome_and_no_events(Command command) {
        String orderId = command.freshOrder();
        Answer done = command.to(orderId, RequestContext.IDEMPOTENCY_KEY, "k");

        Answer dry = command.dryRun(orderId, RequestContext.IDEMPOTENCY_KEY, "k").expect(200);

        assertThat(dry.header(AggregateResponses.IDEMPOTENT_REPLAYED)).hasValue("true");
        assertThat(dry.elements(DryRun.WOULD_RECORD)).isEmpty();
        assertThat(dry.version()).isEqualTo(done.version());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE")
    void has_the_problems_of_the_command(Command command) {
        String orderId = command.freshOrder();
        command.dryRun(orderId, "If-Match", "\"9\"")
                .expectProblem(412, "version-mismatch")
                .expectActualVersion(2);
        command.dryRun(Api.freshId()).expectProblem(404, "order-not-found");
        Api.addItem(orderId, "i9", RequestContext.IDEMPOTENCY_KEY, "used").expect(200);
        command.dryRun(orderId, RequestContext.IDEMPOTENCY_KEY, "used")
                .expectProblem(422, "idempotency-key-reused");
    }

    @Test
    void of_a_rejected_command_is_the_rejection() {
        String orderId = Api.createOrder(1);
        Api.cancel(orderId).expect(200);

        Command.ADD_ITEM.dryRun(orderId).expectProblem(409, "order-already-cancelled");
        Command.CREATE.dryRun(orderId).expectProblem(409, "order-already-exists");
    }

    @Test
    void of_a_creation_without_an_id_names_the_order_that_the_same_key_makes() {
        String key = Api.freshId();
        String body = "{\"customerId\":\"c1\"}";

        Answer dry =
                Api.post("/orders?dryRun=true", body, RequestContext.IDEMPOTENCY_KEY, key)
                        .expect(200);

        Answer done = Api.post("/orders", body, RequestContext.IDEMPOTENCY_KEY, key).expect(201);
        assertThat(dry.json().get("orderId")).isEqualTo(done.json().get("orderId"));
        Api.post(
                        "/orders?dryRun=true",
                        "{\"customerId\":\"c2\"}",
                        RequestContext.IDEMPOTENCY_KEY,
                        key)
                .expectProblem(422, "idempotency-key-reused");
    }

    @Test
    void is_asked_for_with_true_and_not_with_false() {
        String orderId = Api.createOrder(1);
        String items = "/orders/" + orderId + "/items";

        Api.post(items + "?dryRun=yes", Api.item("i2", 1, "1"))
                .expectProblem(400, "malformed-request");
        Answer done = Api.post(items + "?dryRun=false", Api.item("i2", 1, "1")).expect(200);
        assertThat(done.version()).isEqualTo(3);
        assertThat(done.json().has(DryRun.WOULD_RECORD)).isFalse();
        assertThat(StoredCommits.of(orderId)).hasSize(2);
    }
}
