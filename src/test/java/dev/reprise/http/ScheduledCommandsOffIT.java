package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.processes.DeadlineClock;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scheduled commands are off unless they are switched on. */
@QuarkusTest
class ScheduledCommandsOffIT {

    @Inject @All List<DeadlineClock> clocks;

    @Test
    void a_command_with_a_time_is_not_run_at_once() {
        String order = Api.createOrder(1);
        String target = "/orders/" + order + "/shipment?at=" + Instant.now().plusSeconds(60);

        Answer answer = Api.post(target, "{\"shippingAddress\":\"a\"}").expect(404);

        assertThat(answer.json().path("type").asText())
                .isEqualTo("urn:reprise:problem:no-scheduled-commands");
        assertThat(answer.json().path("detail").asText()).contains("ScheduledCommands=on");
        assertThat(
                        Api.get("/orders/" + order + "?minVersion=1")
                                .expect(200)
                                .json()
                                .path("status")
                                .asText())
                .isEqualTo("OPEN");
    }

    @Test
    void what_was_scheduled_before_can_still_be_listed() {
        String order = Api.createOrder(1);

        assertThat(Api.get("/orders/" + order + "/scheduled").expect(200).json().get("pending"))
                .isEmpty();
        assertThat(clocks).isEmpty();
        assertThat(Api.get("/projections").expect(200).body())
                .doesNotContain("scheduled-commands-deadlines");
    }
}
