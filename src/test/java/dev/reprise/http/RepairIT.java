package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import dev.reprise.projections.ProjectionJobs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Repairs over HTTP, on tables of their own. A repair goes on when a test says so. */
@QuarkusTest
@TestProfile(RepairIT.OwnTables.class)
class RepairIT {

    public static final class OwnTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "reprise.projections.scan-parts", "2",
                    "reprise.projections.jobs", "scheduled",
                    "reprise.projections.repair-pause", "PT0.001S");
        }
    }

    private static final String REPAIR = "/projections/order-summaries/repair";
    private static final String DRY_RUN = "{\"dryRun\":true}";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject TestStream stream;
    @Inject ProjectionJobs jobs;

    @BeforeEach
    void begin_with_rows_that_are_right() {
        Api.createOrder(1);
        stream.drain();
        repair("");
    }

    @AfterEach
    void end_what_runs() {
        Api.post(REPAIR + "/cancel", "");
    }

    private String anOrder() {
        String orderId = Api.createOrder(2);
        Api.addItem(orderId, "i3").expect(200);
        stream.drain();
        return orderId;
    }

    /** Works on the repair that has begun, to its end. */
    private JsonNode finished() {
        jobs.work(Instant.now().plus(PATIENCE));
        JsonNode repair = Api.get(REPAIR).expect(200).json();
        assertThat(repair.get("state").textValue()).isEqualTo("DONE");
        return repair;
    }

    private JsonNode repair(String body) {
        Api.post(REPAIR, body).expect(202);
        return finished();
    }

    private static Map<String, String> differences(JsonNode repair) {
        Map<String, String> differences = new TreeMap<>();
        repair.get("streams")
                .forEach(found ->
                        differences.put(
                                found.get("stream").textValue(),
                                found.get("difference").textValue()));
        return differences;
    }

    @Test
    void a_dry_run_only_reports_and_a_repair_mends_all() {
        String deleted = anOrder();
        StoredRows.remove(deleted);
        String behind = Api.createOrder(2);
        stream.drain();
        Map<String, AttributeValue> earlier = StoredRows.of(behind);
        Api.addItem(behind, "i3").expect(200);
        stream.drain();
        StoredRows.put(earlier);
        String restored = anOrder();
        StoredCommits.remove(restored, 4);
        Map<String, String> expected =
                Map.of(
                        "order-" + deleted, "MISSING",
                        "order-" + behind, "BEHIND",
                        "order-" + restored, "AHEAD");

        JsonNode dryRun = repair(DRY_RUN);

        assertThat(dryRun.get("dryRun").booleanValue()).isTrue();
        assertThat(differences(dryRun)).isEqualTo(expected);
        assertThat(dryRun.get("found").toString())
                .isEqualTo("{\"MISSING\":1,\"BEHIND\":1,\"AHEAD\":1}");
        assertThat(dryRun.get("mended").intValue()).isZero();
        assertThat(StoredRows.of(behind)).isEqualTo(earlier);

        JsonNode repair = repair("");

        assertThat(differences(repair)).isEqualTo(expected);
        assertThat(repair.get("mended").intValue()).isEqualTo(3);
        assertThat(repair.get("streams")).allMatch(found -> found.get("mended").booleanValue());
        assertVersion(deleted, 4);
        assertVersion(behind, 4);
        assertVersion(restored, 3);

        JsonNode again = repair("");

        assertThat(again.get("found")).isEmpty();
        assertThat(again.get("streams")).isEmpty();
        assertThat(again.get("scanned").intValue()).isPositive();
        assertThat(again.get("partsDone").intValue()).isEqualTo(3);
    }

    private static void assertVersion(String orderId, long version) {
        assertThat(StoredCommits.attribute(StoredRows.of(orderId), "version"))
                .isEqualTo(AttributeValue.fromN(Long.toString(version)));
    }

    @Test
    void a_repair_can_be_paused_resumed_and_cancelled_and_runs_only_once() {
        Answer started = Api.post(REPAIR, DRY_RUN).expect(202);
        assertThat(started.header("Location")).hasValue(REPAIR);
        assertThat(state(Api.post(REPAIR + "/pause", ""))).isEqualTo("PAUSED");
        Api.post(REPAIR, "").expectProblem(409, "repair-running");
        Api.post(REPAIR + "/pause", "").expectProblem(409, "no-repair");
        jobs.work(Instant.now().plus(PATIENCE));
        assertThat(state(Api.get(REPAIR))).isEqualTo("PAUSED");
        assertThat(state(Api.post(REPAIR + "/resume", ""))).isEqualTo("RUNNING");
        finished();
        Api.post(REPAIR, DRY_RUN).expect(202);

        assertThat(state(Api.post(REPAIR + "/cancel", ""))).isEqualTo("CANCELLED");

        Api.post(REPAIR + "/cancel", "").expectProblem(409, "no-repair");
        Api.post(REPAIR + "/resume", "").expectProblem(409, "no-repair");
    }

    private static String state(Answer answer) {
        return answer.expect(200).json().get("state").textValue();
    }

    @Test
    void a_projection_that_was_never_repaired_has_no_repair() {
        Api.get("/projections/sales/repair").expectProblem(409, "no-repair");
    }

    @Test
    void a_dry_run_that_is_no_boolean_is_malformed() {
        Answer answer =
                Api.post(REPAIR, "{\"dryRun\":\"yes\"}").expectProblem(400, "malformed-request");
        assertThat(answer.json().get("field").textValue()).isEqualTo("dryRun");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/pause", "/resume", "/cancel"})
    void an_unknown_projection_is_not_found(String call) {
        Api.post("/projections/nothing/repair" + call, "")
                .expectProblem(404, "projection-not-found");
        Api.get("/projections/nothing/repair").expectProblem(404, "projection-not-found");
    }
}
