package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.eventstore.StreamName;
import dev.reprise.lambda.ConsumersFunction;
import dev.reprise.local.TestStream;
import dev.reprise.publishing.CloudEvent;
import dev.reprise.publishing.LocalReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The publisher, on tables of its own, and a receiver on the loopback interface. */
@QuarkusTest
@TestProfile(PublisherIT.ToAnAddress.class)
class PublisherIT {

    public static final class ToAnAddress implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return Map.of(
                        "reprise.projections.jobs",
                        "scheduled",
                        "reprise.publisher.to",
                        "http://127.0.0.1:%d/events".formatted(free.getLocalPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject TestStream stream;
    @Inject ConsumersFunction consumers;

    @ConfigProperty(name = "reprise.publisher.to")
    URI address;

    private JsonNode consumer() {
        return Api.get("/consumers/publisher").expect(200).json();
    }

    @Test
    void every_event_is_sent_once_the_receiver_is_there_and_without_personal_values()
            throws IOException {
        String orderId = Api.createOrder(1);
        Api.post("/orders/" + orderId + "/shipment", "{\"shippingAddress\":\"canary street\"}")
                .expect(200);
        stream.drainToFeed();
        consumers.consume(Duration.ofMinutes(1));
        assertThat(consumer().get("position").asLong()).isZero();
        assertThat(consumer().get("lag").asLong()).isEqualTo(3);
        assertThat(consumer().get("parked")).isEmpty();

        try (var receiver = new LocalReceiver(address.getPort())) {
            consumers.consume(Duration.ofMinutes(1));

            List<LocalReceiver.Request> requests = receiver.requests();
            assertThat(requests).hasSize(3);
            assertThat(requests)
                    .extracting(LocalReceiver.Request::line)
                    .containsOnly("POST /events HTTP/1.1");
            assertThat(requests).noneMatch(request -> request.body().contains("canary"));
            JsonNode event = new JsonMapper().readTree(requests.getLast().body());
            assertThat(event.get("id").asText()).isEqualTo("order-" + orderId + "@3");
            assertThat(event.get("type").asText()).isEqualTo("OrderShipped");
            assertThat(event.get("source").asText()).isEqualTo("urn:reprise:reprise");
            assertThat(consumer().get("lag").asLong()).isZero();
            theReferenceGivesTheEvent(event, orderId);
        }
    }

    /** What a receiver fetches that gets the event by reference. */
    private static void theReferenceGivesTheEvent(JsonNode event, String orderId)
            throws IOException {
        String reference =
                new CloudEvent(
                                event.get("id").asText(),
                                event.get("source").asText(),
                                event.get("type").asText(),
                                Instant.parse(event.get("time").asText()),
                                new StreamName("order", orderId),
                                event.get("sequencenumber").asLong(),
                                event.get("position").asLong(),
                                event.toString())
                        .byReference("")
                        .json();
        String address = new JsonMapper().readTree(reference).get("dataref").asText();
        List<JsonNode> shown = Api.get(address).expect(200).elements("events");

        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().get("stream").asText()).isEqualTo("order-" + orderId);
        assertThat(shown.getFirst().get("sequenceNumber").asLong())
                .isEqualTo(event.get("sequencenumber").asLong());
        assertThat(shown.getFirst().get("eventType").asText())
                .isEqualTo(event.get("type").asText());
    }
}
