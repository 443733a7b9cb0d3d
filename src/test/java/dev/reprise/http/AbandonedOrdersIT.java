package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.lambda.ConsumersFunction;
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
import org.junit.jupiter.api.Test;

/** Orders are abandoned at once, and cancelled when a test lets the clock look. */
@QuarkusTest
@TestProfile(AbandonedOrdersIT.AtOnce.class)
class AbandonedOrdersIT {

    public static final class AtOnce implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "reprise.projections.jobs",
                    "scheduled",
                    "reprise.abandoned-orders.after",
                    "PT0.001S");
        }
    }

    @Inject TestStream stream;
    @Inject ConsumersFunction consumers;

    @Inject @All List<DeadlineClock> clocks;

    /** The feed, the consumer, and the read model of deadlines follow. */
    private void follow() {
        stream.drainToFeed();
        consumers.consume(Duration.ofMinutes(1));
        stream.drain();
    }

    private int fire() {
        Instant now = Instant.now();
        return clocks.stream()
                .mapToInt(clock -> clock.fire(now, now.plusSeconds(60)).given())
                .sum();
    }

    private static List<JsonNode> eventsOf(String stream) {
        return Api.get("/feed?limit=200&stream=" + stream).expect(200).elements("events");
    }

    @Test
    void an_order_without_a_change_is_cancelled_and_its_cause_is_recorded() {
        String orderId = Api.createOrder(1);
        follow();

        assertThat(fire()).isPositive();
        follow();

        JsonNode order = Api.get("/orders/" + orderId).expect(200).json();
        assertThat(order.get("status").asText()).isEqualTo("CANCELLED");
        assertThat(order.get("cancellationReason").asText()).isEqualTo("abandoned");
        JsonNode cancelled = eventsOf("order-" + orderId).getLast();
        assertThat(cancelled.at("/metadata/actor").asText()).isEqualTo("process:abandoned_orders");
        assertThat(cancelled.at("/metadata/correlationId").asText())
                .isEqualTo("order-" + orderId + "@1");
        assertThat(eventsOf("abandoned_orders-" + orderId))
                .extracting(event -> event.get("eventType").asText())
                .containsExactly("ReactedTo", "DeadlineSet", "DeadlineReached");
        assertThat(fire()).isZero();
    }

    @Test
    void an_order_whose_last_change_the_feed_does_not_have_yet_is_not_cancelled() {
        String orderId = Api.createOrder(1);
        follow();
        Api.addItem(orderId, "late").expect(200);

        fire();
        stream.drain();
        assertThat(status(orderId)).isEqualTo("OPEN");

        follow();
        fire();
        stream.drain();
        assertThat(status(orderId)).isEqualTo("CANCELLED");
    }

    private static String status(String orderId) {
        return Api.get("/orders/" + orderId).expect(200).json().get("status").asText();
    }

    @Test
    void a_shipped_order_stays_as_it_is() {
        String orderId = Api.createOrder(1);
        follow();
        Api.ship(orderId).expect(200);
        follow();

        fire();

        assertThat(status(orderId)).isEqualTo("SHIPPED");
    }

    @Test
    void its_consumer_and_its_read_model_are_listed() {
        Api.createOrder(1);
        follow();

        JsonNode consumer = Api.get("/consumers/abandoned_orders").expect(200).json();
        assertThat(consumer.get("lag").asLong()).isZero();
        assertThat(consumer.get("parked")).isEmpty();
        assertThat(Api.get("/projections").expect(200).elements("projections"))
                .extracting(projection -> projection.get("name").asText())
                .contains("abandoned-orders-deadlines");
    }
}
