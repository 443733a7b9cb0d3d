package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import dev.reprise.processes.DeadlineClock;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may schedule a command of an order, see it and cancel it, with tokens of two tenants. */
@QuarkusTest
@TestProfile(ScheduledCommandsAccessIT.OnWithTenants.class)
class ScheduledCommandsAccessIT {

    public static final class OnWithTenants implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new TenantTokens().getConfigOverrides());
            settings.put("reprise.projections.jobs", "scheduled");
            settings.put("reprise.scheduled-commands", "true");
            return settings;
        }
    }

    private static final String OWNER = "owner";
    private static final Authorizer OWN = token("a", OWNER, Scope.READ, Scope.WRITE);
    private static final Authorizer OTHER = token("a", "other", Scope.READ, Scope.WRITE);
    private static final Authorizer OTHER_TENANT = token("b", OWNER, Scope.values());
    private static final Authorizer READER = token("a", "support", Scope.READ_ANY, Scope.WRITE);
    private static final Authorizer SHOP = token("a", "shop", Scope.READ_ANY, Scope.WRITE_ANY);

    private final String order = Api.freshId();

    @Inject TestStream stream;

    @Inject @All List<DeadlineClock> clocks;

    private static Authorizer token(String tenant, String subject, Scope... scopes) {
        return FunctionCall.tokenIn(tenant, subject, scopes);
    }

    @BeforeEach
    void create() {
        FunctionCall.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"orderId\":\"%s\",\"items\":[%s]}"
                                .formatted(OWNER, order, Api.item("i1", 1, "1")))
                .as(OWN)
                .answer()
                .expect(201);
    }

    private Answer schedule(Authorizer caller) {
        return FunctionCall.of(
                        "POST",
                        "/orders/" + order + "/shipment",
                        "at=" + Instant.now().plusSeconds(3_600),
                        "{\"shippingAddress\":\"1 Sea Road\"}")
                .as(caller)
                .answer();
    }

    private Answer call(String method, String path, Authorizer caller) {
        return FunctionCall.of(method, path, "", null).as(caller).answer();
    }

    @Test
    void the_owner_and_an_operator_of_the_shop_may_schedule_and_cancel() {
        for (Authorizer caller : List.of(OWN, SHOP)) {
            String location = schedule(caller).expect(202).header("Location").orElseThrow();
            call("GET", location, OWN).expect(200);
            call("DELETE", location, caller).expect(204);
        }
    }

    @Test
    void for_others_there_is_no_order() {
        String location = schedule(OWN).expect(202).header("Location").orElseThrow();
        for (Authorizer caller : List.of(OTHER, OTHER_TENANT)) {
            schedule(caller).expectProblem(404, "order-not-found");
            call("GET", location, caller).expectProblem(404, "order-not-found");
            call("GET", "/orders/" + order + "/scheduled", caller)
                    .expectProblem(404, "order-not-found");
            call("DELETE", location, caller).expectProblem(404, "order-not-found");
        }
    }

    @Test
    void who_may_only_read_may_not_schedule_or_cancel() {
        String location = schedule(OWN).expect(202).header("Location").orElseThrow();

        call("GET", location, READER).expect(200);
        schedule(READER).expectProblem(403, "forbidden");
        call("DELETE", location, READER).expectProblem(403, "forbidden");
    }

    @Test
    void who_scheduled_it_is_shown_to_himself_and_to_readers_of_all_orders() {
        String location = schedule(SHOP).expect(202).header("Location").orElseThrow();

        assertThat(call("GET", location, READER).json().path("scheduledBy").asText())
                .isEqualTo("subject-of-shop");
        assertThat(call("GET", location, OWN).json().has("scheduledBy")).isFalse();
    }

    @Test
    void it_runs_in_its_tenant_for_the_one_who_scheduled_it() {
        schedule(OWN).expect(202);
        stream.drain();
        Instant later = Instant.now().plusSeconds(4_000);
        clocks.forEach(clock -> clock.fire(later, later.plusSeconds(60)));
        stream.drain();

        JsonNode shipped =
                call("GET", "/orders/" + order + "/events", OWN).elements("events").getLast();
        assertThat(shipped.path("eventType").asText()).isEqualTo("OrderShipped");
        assertThat(shipped.at("/metadata/actor").asText()).isEqualTo("subject-of-" + OWNER);
        assertThat(shipped.at("/metadata/causationId").asText())
                .isEqualTo("scheduled_commands-" + order + "@2");
    }
}
