package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rebuilds and redrives over HTTP, on tables of their own. */
@QuarkusTest
@TestProfile(RebuildIT.OwnTables.class)
class RebuildIT {

    public static final class OwnTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("reprise.projections.scan-parts", "3");
        }
    }

    private static final String REBUILD = "/projections/order-summaries/rebuild";

    private static final String DIFFERENCES = REBUILD + "/differences";

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int ATTEMPTS = 600;

    @Inject TestStream stream;

    private String orderId;

    @BeforeEach
    void create_an_order_of_two_commits() {
        orderId = Api.createOrder(2);
        Api.addItem(orderId, "i3").expect(200);
        stream.drain();
    }

    @AfterEach
    void end_what_runs() {
        Api.post(REBUILD + "/cancel", "");
    }

    private static int live() {
        return Api.get("/projections").expect(200).elements("projections").stream()
                .filter(status -> status.get("name").textValue().equals("order-summaries"))
                .findFirst()
                .orElseThrow()
                .get("generation")
                .intValue();
    }

    private static JsonNode awaitState(String state) {
        for (int i = 0; i < ATTEMPTS; i++) {
            JsonNode rebuild = Api.get(REBUILD).expect(200).json();
            if (rebuild.get("state").textValue().equals(state)) {
                return rebuild;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("the rebuild does not come to " + state);
    }

    @Test
    void a_rebuild_becomes_live_by_itself_and_the_old_generation_can_come_back() {
        int before = live();
        Answer started = Api.post(REBUILD, "").expect(202);
        assertThat(started.header("Location")).hasValue(REBUILD);
        assertThat(started.json().get("generation").intValue()).isGreaterThan(before);

        JsonNode done = awaitState("DONE");

        assertThat(live()).isEqualTo(started.json().get("generation").intValue());
        assertThat(done.get("partsDone").intValue()).isEqualTo(3);
        assertThat(done.get("scanned").intValue()).isPositive();
        assertThat(done.at("/generations/retiring/0").intValue()).isEqualTo(before);
        JsonNode back = Api.post(REBUILD + "/switch-back", "").expect(200).json();
        assertThat(back.get("live").intValue()).isEqualTo(before);
        assertThat(live()).isEqualTo(before);
        Api.post(REBUILD + "/clean-up", "").expect(202);
    }

    @Test
    void a_manual_rebuild_waits_and_has_the_same_orders() {
        int before = live();
        Api.post(REBUILD, "{\"switch\":\"manual\"}").expect(202);
        Api.post(REBUILD, "").expectProblem(409, "rebuild-running");
        awaitState("SCANNED");
        assertThat(live()).isEqualTo(before);
        Api.addItem(orderId, "i4").expect(200);
        stream.drain();
        String shown = Api.get("/orders?customerId=c1&limit=200").expect(200).body();

        Api.post(REBUILD + "/switch", "").expect(200);

        assertThat(live()).isGreaterThan(before);
        assertThat(Api.get("/orders?customerId=c1&limit=200").expect(200).body()).isEqualTo(shown);
    }

    @Test
    void the_rows_of_the_built_generation_are_compared_with_the_live_ones() {
        Api.get(DIFFERENCES).expectProblem(409, "no-rebuild");
        String other = Api.createOrder(2);
        stream.drain();
        Api.post(REBUILD, "{\"switch\":\"manual\"}").expect(202);
        awaitState("SCANNED");
        Answer equal = Api.get(DIFFERENCES).expect(200);
        assertThat(equal.json().get("live").intValue()).isEqualTo(live());
        assertThat(equal.json().get("building").intValue()).isGreaterThan(live());
        assertThat(equal.elements("differences")).isEmpty();
        assertThat(equal.header("Link")).isEmpty();
        StoredRows.remove(orderId, equal.json().get("building").intValue());
        StoredRows.remove(other, equal.json().get("building").intValue());

        List<String> found = new ArrayList<>();
        String next = DIFFERENCES + "?limit=1";
        while (next != null) {
            Answer page = Api.get(next).expect(200);
            assertThat(page.elements("differences")).hasSizeLessThanOrEqualTo(1);
            for (JsonNode difference : page.elements("differences")) {
                assertThat(difference.get("difference").textValue()).isEqualTo("MISSING");
                assertThat(difference.get("liveVersion").intValue()).isPositive();
                assertThat(difference.has("version")).isFalse();
                found.add(difference.get("stream").textValue());
            }
            next = next(page);
        }
        assertThat(found).containsExactlyInAnyOrder("order-" + orderId, "order-" + other);
    }

    /** The path of the next page; null on the last one. */
    private static @Nullable String next(Answer page) {
        JsonNode cursor = page.json().path("next");
        if (cursor.isMissingNode()) {
            assertThat(page.header("Link")).isEmpty();
            return null;
        }
        String query = "differences?limit=1&cursor=" + cursor.textValue();
        assertThat(page.header("Link")).hasValue("<" + query + ">; rel=\"next\"");
        return REBUILD + "/" + query;
    }

    @Test
    void the_differences_take_the_parameters_of_a_list() {
        Api.get(DIFFERENCES + "?limit=0").expectProblem(400, "malformed-request");
        Api.get(DIFFERENCES + "?limit=201").expectProblem(400, "malformed-request");
        Api.get(DIFFERENCES + "?cursor=bGl2ZS8").expectProblem(400, "malformed-request");
        Api.get("/projections/nothing/rebuild/differences")
                .expectProblem(404, "projection-not-found");
        Api.post(REBUILD, "{\"switch\":\"manual\"}").expect(202);
        String forged =
                Cursor.encode(List.of("differences", "order-summaries"), "live/99/elsewhere");
        Answer refused =
                Api.get(DIFFERENCES + "?cursor=" + forged).expectProblem(400, "malformed-request");
        assertThat(refused.json().get("parameter").textValue()).isEqualTo("cursor");
    }

    @Test
    void a_cancelled_rebuild_leaves_the_live_generation() {
        int before = live();
        Api.post(REBUILD, "{\"switch\":\"manual\"}").expect(202);
        JsonNode cancelled = Api.post(REBUILD + "/cancel", "").expect(200).json();
        assertThat(cancelled.get("state").textValue()).isEqualTo("CANCELLED");
        assertThat(live()).isEqualTo(before);
        Api.post(REBUILD + "/cancel", "").expectProblem(409, "no-rebuild");
        Api.post(REBUILD + "/switch", "").expectProblem(409, "no-rebuild");
        Api.post(REBUILD + "/pause", "").expectProblem(409, "no-rebuild");
        Api.post(REBUILD + "/resume", "").expectProblem(409, "no-rebuild");
    }

    @Test
    void an_unknown_way_to_switch_is_malformed() {
        Answer answer =
                Api.post(REBUILD, "{\"switch\":\"later\"}").expectProblem(400, "malformed-request");
        assertThat(answer.json().get("field").textValue()).isEqualTo("switch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rebuild",
                "/rebuild/pause",
                "/rebuild/switch",
                "/rebuild/switch-back",
                "/rebuild/clean-up",
                "/redrive",
                "/streams/order-1/redrive"
            })
    void an_unknown_projection_is_not_found(String call) {
        Api.post("/projections/nothing" + call, "").expectProblem(404, "projection-not-found");
    }

    @Test
    void a_parked_stream_is_redriven_once_its_events_are_there_again() {
        Map<String, AttributeValue> commit = StoredCommits.of(orderId).getLast();
        StoredCommits.remove(orderId, 4);
        stream.drain();
        String redrive = "/projections/order-summaries/streams/order-" + orderId + "/redrive";
        JsonNode again = Api.post(redrive, "").expect(200).json();
        assertThat(again.at("/rows/0/parked/reason").textValue()).isEqualTo("CONTRADICTION");
        assertThat(Api.post("/projections/order-summaries/redrive", "").expect(200).body())
                .isEqualTo("{\"redriven\":1,\"parkedAgain\":1,\"needRebuild\":0}");

        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            dynamoDb.putItem(put -> put.tableName(StoredCommits.table()).item(commit));
        }
        JsonNode redriven = Api.post(redrive, "").expect(200).json();

        assertThat(redriven.at("/rows/0/version").intValue()).isEqualTo(4);
        assertThat(redriven.at("/rows/0").has("parked")).isFalse();
        Api.post(redrive, "").expectProblem(409, "not-parked");
        Api.post("/projections/order-summaries/redrive", "").expectProblem(409, "not-parked");
    }

    @Test
    void a_stream_without_events_is_not_found() {
        Api.post("/projections/order-summaries/streams/order-nowhere/redrive", "")
                .expectProblem(404, "stream-not-found");
        Api.post("/projections/order-summaries/streams/nodash/redrive", "")
                .expectProblem(400, "malformed-request");
    }
}
