package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.RunsBesideQuarkus;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rebuilds and repairs, which the schedule works on, and what the stream's source gives up. */
@ExtendWith(Deployed.Shared.class)
@RunsBesideQuarkus
class DeployedJobsIT {

    private final String orderId = Deployed.freshId();
    private final String customer = Deployed.freshId();
    private Deployed deployed;

    @BeforeEach
    void create_an_order(Deployed shared) {
        deployed = shared;
        deployed.create(Deployed.freshId(), "k1");
        deployed.deliver(0);
        Deployed.expect(
                201,
                deployed.post(
                        "/orders",
                        """
                        {"orderId":"%s","customerId":"%s",
                        "items":[{"itemId":"of-%s","quantity":2,"price":5}]}
                        """
                                .formatted(orderId, customer, customer)));
    }

    @AfterEach
    void mend() {
        deployed.setClockAhead(Duration.ZERO);
    }

    private JsonNode shown(String path) {
        return Deployed.json(Deployed.expect(200, deployed.get(path)));
    }

    private int live(String projection) {
        return deployed.list("/projections", "projections").stream()
                .filter(status -> status.path("name").asText().equals(projection))
                .map(status -> status.path("generation").intValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_rebuild_is_asked_for_over_http_and_done_by_the_schedule() {
        deployed.deliver(0);
        int before = live("order-summaries");
        Deployed.expect(202, deployed.post("/projections/order-summaries/rebuild", ""));
        assertThat(shown("/projections/order-summaries/rebuild").path("state").asText())
                .isEqualTo("RUNNING");

        deployed.stack.runSchedule();

        assertThat(shown("/projections/order-summaries/rebuild").path("state").asText())
                .isEqualTo("DONE");
        assertThat(live("order-summaries")).isGreaterThan(before);
        assertThat(deployed.list("/orders?customerId=" + customer, "orders")).hasSize(1);
    }

    @Test
    void commits_that_a_projector_missed_for_too_long_are_in_the_queue_and_a_repair_mends_them()
            throws Exception {
        int before = deployed.stack.queue().size();
        deployed.setClockAhead(Duration.ofHours(12).plusMinutes(1));

        deployed.deliver(0);

        assertThat(deployed.stack.queue()).hasSize(before + 1);
        JsonNode message = new JsonMapper().readTree(deployed.stack.queue().getLast());
        assertThat(message.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
        assertThat(message.at("/DDBStreamBatchInfo/batchSize").intValue()).isEqualTo(1);
        assertThat(deployed.list("/orders?customerId=" + customer, "orders")).isEmpty();

        Deployed.expect(202, deployed.post("/projections/order-summaries/repair", ""));
        deployed.stack.runSchedule();

        assertThat(shown("/projections/order-summaries/repair").path("mended").intValue())
                .isEqualTo(1);
        assertThat(deployed.list("/orders?customerId=" + customer, "orders")).hasSize(1);
    }
}
