package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import dev.reprise.processes.DeadlineClock;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands are scheduled over HTTP, and run when a test lets the clock look at a later time. */
@QuarkusTest
@TestProfile(ScheduledCommandsIT.On.class)
class ScheduledCommandsIT {

    public static final class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "reprise.projections.jobs", "scheduled", "reprise.scheduled-commands", "true");
        }
    }

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ADDRESS = "{\"shippingAddress\":\"1 Sea Road, Hull\"}";

    @Inject TestStream stream;

    @Inject @All List<DeadlineClock> clocks;

    private final String order = Api.createOrder(1);
    private final String later = Instant.now().plus(HOUR).toString();

    /** Lets the clock look when an hour and a minute have passed. */
    private int fire() {
        stream.drain();
        Instant now = Instant.now().plus(HOUR).plusSeconds(60);
        int given =
                clocks.stream()
                        .mapToInt(clock -> clock.fire(now, now.plusSeconds(60)).given())
                        .sum();
        stream.drain();
        return given;
    }

    private Answer schedule(String call, String body, String... headers) {
        return Api.post("/orders/" + order + call + "?at=" + later, body, headers);
    }

    private JsonNode shown(String location) {
        return Api.get(location).expect(200).json();
    }

    private String status() {
        return Api.get("/orders/" + order + "?minVersion=1")
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    @Test
    void a_scheduled_shipment_is_shown_and_runs_at_its_time() {
        Answer answer =
                schedule("/shipment", ADDRESS, "X-Correlation-Id", "checkout-" + order).expect(202);

        JsonNode scheduled = answer.json();
        String location = answer.header("Location").orElseThrow();
        assertThat(location)
                .isEqualTo("/orders/" + order + "/scheduled/" + scheduled.get("id").asText());
        assertThat(scheduled.get("command").asText()).isEqualTo("SHIP");
        assertThat(scheduled.get("status").asText()).isEqualTo("PENDING");
        assertThat(scheduled.at("/changes/0/shippingAddress").asText())
                .isEqualTo("1 Sea Road, Hull");
        assertThat(shown(location)).isEqualTo(scheduled);
        assertThat(status()).isEqualTo("OPEN");

        assertThat(fire()).isPositive();

        assertThat(status()).isEqualTo("SHIPPED");
        assertThat(shown(location).get("status").asText()).isEqualTo("RAN");
        assertThat(shown(location).has("endedAt")).isTrue();
        stream.drainToFeed();
        List<JsonNode> path =
                Api.get("/correlations/checkout-" + order).expect(200).elements("commits");
        assertThat(path)
                .extracting(commit -> commit.get("stream").asText())
                .containsExactlyInAnyOrder(
                        "scheduled_commands-" + order,
                        "scheduled_commands-" + order,
                        "order-" + order);
        assertThat(path.getLast().get("causationId").asText())
                .isEqualTo("scheduled_commands-" + order + "@2");
    }

    @Test
    void each_command_of_an_order_can_be_scheduled() {
        String items = "/orders/" + order + "/items";
        String at = "?at=" + later;
        Api.post(items + at, Api.item("new", 1, "1")).expect(202);
        Api.patch(items + "/new" + at, "{\"quantity\":3}").expect(202);
        Api.delete(items + "/new" + at).expect(202);
        Api.patch(
                        "/orders/" + order + at,
                        "{\"changes\":[{\"type\":\"ADD_ITEM\",\"itemId\":\"b\",\"quantity\":1,\"price\":2}]}")
                .expect(202);
        schedule("/cancellation", "{\"reason\":\"late\"}").expect(202);

        assertThat(shown("/orders/" + order + "/scheduled").get("pending"))
                .extracting(one -> one.get("command").asText())
                .containsExactlyInAnyOrder(
                        "ADD_ITEM", "CHANGE_QUANTITY", "REMOVE_ITEM", "CHANGE_ORDER", "CANCEL");
    }

    @Test
    void a_refusal_is_shown_as_the_problem_of_the_command() {
        String location =
                schedule("/shipment", ADDRESS).expect(202).header("Location").orElseThrow();
        Api.cancel(order).expect(200);

        fire();

        JsonNode refused = shown(location);
        assertThat(refused.get("status").asText()).isEqualTo("REFUSED");
        assertThat(refused.at("/refusal/type").asText())
                .isEqualTo("urn:reprise:problem:order-already-cancelled");
        assertThat(refused.at("/refusal/detail").asText()).contains(order);
        assertThat(shown("/orders/" + order + "/scheduled").get("ended")).containsExactly(refused);
    }

    @Test
    void a_cancelled_command_does_not_run() {
        String location =
                schedule("/shipment", ADDRESS).expect(202).header("Location").orElseThrow();

        Answer cancelled = Api.delete(location).expect(204);
        assertThat(cancelled.body()).isEmpty();
        Api.delete(location).expect(204);
        fire();

        assertThat(status()).isEqualTo("OPEN");
        assertThat(shown(location).get("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void a_command_that_ran_cannot_be_cancelled() {
        String location =
                schedule("/shipment", ADDRESS).expect(202).header("Location").orElseThrow();
        fire();

        assertThat(Api.delete(location).expect(409).json().path("type").asText())
                .isEqualTo("urn:reprise:problem:scheduled-command-ended");
    }

    @Test
    void a_repeated_call_gets_the_same_answer_and_another_one_is_refused() {
        String[] key = {"Idempotency-Key", "k-" + order};
        Answer first = schedule("/shipment", ADDRESS, key).expect(202);
        Answer again = schedule("/shipment", ADDRESS, key).expect(202);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(
                        schedule("/cancellation", "{\"reason\":\"r\"}", key)
                                .expect(422)
                                .json()
                                .path("type")
                                .asText())
                .isEqualTo("urn:reprise:problem:idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({
        "at=2026-01-01T00:00:00Z, at must be in the future",
        "at=2999-01-01T00:00:00Z, at must be at most 366 days ahead",
        "at=tomorrow, at must be an instant",
        "at=2999-01-01, at must be an instant",
        "at=, at has no value",
        "at=2026-01-01T00:00:00Z&at=2026-01-02T00:00:00Z, at must be given only once",
        "at=2026-01-01T00:00:00Z&dryRun=true, dryRun must not be given with at"
    })
    void a_wrong_time_is_refused_and_nothing_is_recorded(String query, String detail) {
        Answer answer = Api.post("/orders/" + order + "/shipment?" + query, ADDRESS).expect(400);

        assertThat(answer.json().path("detail").asText()).startsWith(detail);
        assertThat(shown("/orders/" + order + "/scheduled").get("pending")).isEmpty();
        assertThat(status()).isEqualTo("OPEN");
    }

    @Test
    void what_a_later_decision_cannot_keep_is_refused() {
        assertThat(
                        schedule("/shipment", ADDRESS, "If-Match", "\"2\"")
                                .expect(400)
                                .json()
                                .path("header")
                                .asText())
                .isEqualTo("If-Match");
        assertThat(
                        schedule("/shipment", ADDRESS, "If-None-Match", "*")
                                .expect(400)
                                .json()
                                .path("header")
                                .asText())
                .isEqualTo("If-None-Match");
        String happened = "{\"shippingAddress\":\"a\",\"occurredAt\":\"2010-12-01T09:26:00Z\"}";
        assertThat(schedule("/shipment", happened).expect(400).json().path("field").asText())
                .isEqualTo("occurredAt");
        schedule("/shipment", "{}").expect(400);
    }

    @Test
    void a_command_that_is_too_large_alone_is_not_said_to_be_one_of_too_many() {
        String changes =
                IntStream.range(0, 1_000)
                        .mapToObj(i ->
                                "{\"type\":\"ADD_ITEM\",\"itemId\":\"item-%d\",\"quantity\":1,\"price\":15.99}"
                                        .formatted(i))
                        .collect(Collectors.joining(",", "{\"changes\":[", "]}"));

        Answer answer = Api.patch("/orders/" + order + "?at=" + later, changes).expect(413);

        assertThat(answer.json().path("type").asText()).isEqualTo("urn:reprise:problem:too-large");
        assertThat(answer.json().path("detail").asText()).contains("65536");
    }

    @Test
    void a_scheduled_command_has_no_version_to_compare() {
        String location =
                schedule("/shipment", ADDRESS).expect(202).header("Location").orElseThrow();

        for (String header : List.of("If-Match", "If-None-Match")) {
            assertThat(
                            Api.delete(location, header, "\"1\"")
                                    .expect(400)
                                    .json()
                                    .path("header")
                                    .asText())
                    .isEqualTo(header);
        }
        assertThat(shown(location).get("status").asText()).isEqualTo("PENDING");
    }

    @Test
    void an_order_that_does_not_exist_has_no_scheduled_commands() {
        String nowhere = "/orders/" + Api.freshId();
        Api.post(nowhere + "/shipment?at=" + later, ADDRESS).expect(404);
        Api.get(nowhere + "/scheduled").expect(404);
        Api.get(nowhere + "/scheduled/x").expect(404);
        Api.delete(nowhere + "/scheduled/x").expect(404);
        assertThat(
                        Api.get("/orders/" + order + "/scheduled/x")
                                .expect(404)
                                .json()
                                .path("type")
                                .asText())
                .isEqualTo("urn:reprise:problem:scheduled-command-not-found");
        assertThat(
                        Api.delete("/orders/" + order + "/scheduled/x")
                                .expect(404)
                                .json()
                                .path("type")
                                .asText())
                .isEqualTo("urn:reprise:problem:scheduled-command-not-found");
    }

    @Test
    void its_deadlines_are_a_read_model_and_its_stream_can_be_verified() {
        schedule("/shipment", ADDRESS).expect(202);
        stream.drain();

        assertThat(Api.get("/projections").expect(200).elements("projections"))
                .extracting(projection -> projection.get("name").asText())
                .contains("scheduled-commands-deadlines");
        String path = "/streams/scheduled_commands-" + order;
        Api.get(path + "/verification").expect(200);
        assertThat(Api.get(path + "/commits").expect(200).body())
                .contains("CommandScheduled")
                .doesNotContain("Hull");
    }

    @Test
    void an_erased_address_is_not_shown_and_the_command_is_refused() {
        String customer = "customer-" + order;
        String other = Api.freshId();
        Api.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"orderId\":\"%s\",\"items\":[%s]}"
                                .formatted(customer, other, Api.item("i1", 1, "1")))
                .expect(201);
        String location =
                Api.post("/orders/" + other + "/shipment?at=" + later, ADDRESS)
                        .expect(202)
                        .header("Location")
                        .orElseThrow();
        Api.delete("/customers/" + customer + "/personal-data").expect(200);

        assertThat(shown(location).get("forgotten").asBoolean()).isTrue();
        assertThat(shown(location).has("changes")).isFalse();
        fire();
        assertThat(shown(location).at("/refusal/type").asText())
                .isEqualTo("urn:reprise:problem:personal-data-erased");
        assertThat(
                        Api.post("/orders/" + other + "/shipment?at=" + later, ADDRESS)
                                .expect(409)
                                .json()
                                .path("type")
                                .asText())
                .isEqualTo("urn:reprise:problem:personal-data-erased");
    }
}
