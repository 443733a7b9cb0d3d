package dev.reprise.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.lambda.ConsumersFunction;
import dev.reprise.local.TestStream;
import dev.reprise.publishing.LocalReceiver;
import dev.reprise.publishing.WebhookReceiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks over HTTP, on tables of their own, and a receiver on the loopback interface. */
@QuarkusTest
@TestProfile(FeedIT.OwnTables.class)
class WebhooksIT {

    @Inject TestStream stream;
    @Inject ConsumersFunction consumers;

    private final String name = "hook-" + UUID.randomUUID();
    private final String path = "/webhooks/" + name;
    private LocalReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new LocalReceiver();
        Api.createOrder(1);
        stream.drainToFeed();
    }

    @AfterEach
    void stop() {
        Api.delete(path);
        receiver.close();
    }

    private String body(String more) {
        return "{\"url\":\"http://127.0.0.1:%d/hook\"%s}".formatted(receiver.port(), more);
    }

    private List<LocalReceiver.Request> delivered() {
        stream.drainToFeed();
        receiver.clear();
        consumers.consume(Duration.ofMinutes(1));
        return receiver.requests();
    }

    @Test
    void an_order_is_sent_signed_and_without_its_address() throws Exception {
        JsonNode made = Api.put(path, body(",\"types\":[\"OrderShipped\"]")).expect(201).json();
        String orderId = Api.createOrder(1);
        Api.post("/orders/" + orderId + "/shipment", "{\"shippingAddress\":\"canary street\"}")
                .expect(200);

        LocalReceiver.Request request = delivered().getFirst();

        assertThat(receiver.requests()).hasSize(1);
        assertThat(request.header("webhook-id")).isEqualTo("order-" + orderId + "@3");
        JsonNode event = new JsonMapper().readTree(request.body());
        assertThat(event.get("id").asText()).isEqualTo("order-" + orderId + "@3");
        assertThat(event.get("source").asText()).isEqualTo("urn:reprise:reprise");
        assertThat(event.get("subject").asText()).isEqualTo(orderId);
        assertThat(event.get("type").asText()).isEqualTo("OrderShipped");
        assertThat(event.get("data").has("shippingAddress")).isFalse();
        assertThat(request.body()).doesNotContain("canary");
        assertThat(
                        WebhookReceiver.isGenuine(
                                request.headers(),
                                request.body().getBytes(UTF_8),
                                made.get("secret").asText(),
                                Instant.now().getEpochSecond()))
                .isTrue();
        assertThat(Api.get("/consumers/webhook-" + name).expect(200).json().get("lag").asLong())
                .isZero();
    }

    @Test
    void the_secret_is_answered_once_and_a_change_keeps_it() {
        JsonNode made = Api.put(path, body("")).expect(201).json();
        assertThat(made.get("secret").asText()).startsWith("whsec_");
        assertThat(made.get("consumer").asText()).isEqualTo("webhook-" + name);
        assertThat(made.has("categories")).isFalse();

        JsonNode changed = Api.put(path, body(",\"categories\":[\"order\"]")).expect(200).json();

        assertThat(changed.has("secret")).isFalse();
        assertThat(changed.at("/categories/0").asText()).isEqualTo("order");
        assertThat(Api.get(path).expect(200).json()).isEqualTo(changed);
        assertThat(Api.get("/webhooks").expect(200).elements("webhooks")).contains(changed);
    }

    @Test
    void a_new_webhook_begins_at_the_head_or_at_a_position() {
        Api.createOrder(1);
        stream.drainToFeed();
        Api.put(path, body("")).expect(201);
        assertThat(delivered()).isEmpty();
        Api.delete(path).expect(200);

        long head = Api.get("/feed?limit=1").expect(200).json().get("head").asLong();
        Api.put(path, body(",\"position\":" + (head - 2))).expect(201);

        assertThat(delivered()).hasSize(2);
        Api.put(path, body(",\"position\":0")).expectProblem(400, "malformed-request");
    }

    @Test
    void a_webhook_whose_receiver_has_gone_says_so() {
        Api.put(path, body("")).expect(201);
        Api.createOrder(1);
        receiver.answers(LocalReceiver.status(410));
        delivered();

        assertThat(Api.get(path).expect(200).json().get("switchedOff").asText())
                .isEqualTo("the receiver answered 410 Gone");

        receiver.answers(LocalReceiver.status(200));
        assertThat(Api.put(path, body("")).expect(200).json().has("switchedOff")).isFalse();
        assertThat(delivered()).hasSize(2);
    }

    @Test
    void a_removed_webhook_gets_nothing() {
        Api.put(path, body("")).expect(201);
        Api.createOrder(1);

        Api.delete(path).expect(200);

        assertThat(delivered()).isEmpty();
        Api.get(path).expectProblem(404, "webhook-not-found");
        Api.delete(path).expectProblem(404, "webhook-not-found");
        Api.get("/consumers/webhook-" + name).expectProblem(404, "consumer-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}
                    {"url":"ftp://hook.example"}
                    {"url":"https://u:p@hook.example"}
                    {"url":"https://hook.example","categories":[]}
                    {"url":"https://hook.example","categories":["ordre"]}
                    {"url":"https://hook.example","types":["OrderShiped"]}
                    {"url":"https://hook.example","types":[null]}
                    {"url":"https://hook.example","categories":["abandoned_orders"],"types":["OrderShipped"]}
                    {"url":"https://hook.example","position":-1}
                    {"url":"https://hook.example","position":99999999}
                    {"url":"https://hook.example","secret":"whsec_a"}
                    """)
    void a_wrong_body_is_refused(String wrong) {
        Api.put(path, wrong).expectProblem(400, "malformed-request");
        Api.get(path).expectProblem(404, "webhook-not-found");
    }

    @Test
    void a_wrong_name_is_refused() {
        Api.put("/webhooks/a.b", body("")).expectProblem(400, "malformed-request");
        Api.put("/webhooks/" + "a".repeat(57), body("")).expectProblem(400, "malformed-request");
    }
}
