package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.ShippingAddress;
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
    @Inject ScheduledCommands scheduledCommands;

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
    void what_was_scheduled_before_is_not_run_and_can_be_listed_and_cancelled() {
        String order = Api.createOrder(1);
        CommandResult<?, ?> before =
                scheduledCommands.schedule(
                        new OrderId(Tenant.ONLY, order),
                        new CustomerId("user123"),
                        new ShipOrder(new ShippingAddress("1 Sea Road, Hull")),
                        Instant.now().plusSeconds(3_600),
                        CommandId.generate(),
                        Metadata.NONE);
        assertThat(before).isInstanceOf(CommandResult.Handled.class);
        assertThat(clocks).isEmpty();

        String list = "/orders/" + order + "/scheduled";
        JsonNode pending = Api.get(list).expect(200).json().path("pending");
        assertThat(pending).hasSize(1);
        assertThat(pending.path(0).path("changes").path(0).path("shippingAddress").asText())
                .isEqualTo("1 Sea Road, Hull");

        Api.delete(list + "/" + pending.path(0).path("id").asText()).expect(204);

        JsonNode after = Api.get(list).expect(200).json();
        assertThat(after.path("pending")).isEmpty();
        assertThat(after.path("ended").path(0).path("status").asText()).isEqualTo("CANCELLED");
    }

    /** So a command is not left out that is scheduled just after they are switched on. */
    @Test
    void the_read_model_of_deadlines_is_kept() {
        assertThat(Api.get("/projections").expect(200).body())
                .contains("scheduled-commands-deadlines");
    }
}
