package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbGateway.Use;
import dev.reprise.local.RolePolicy.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** The packaged functions with an event bus. */
@RunsBesideQuarkus
class DeployedPublisherIT {

    private static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/shop";

    private static final Deployed DEPLOYED =
            new Deployed(Deployed.template(DeployedPublisherIT::edited));

    private static String edited(String template) {
        String parameter = "none if empty. It needs Feed=on\n    Type: String\n    Default: ";
        assertThat(template).containsOnlyOnce(parameter + "\"\"");
        return template.replace("Default: \"off\"", "Default: \"on\"")
                .replace(parameter + "\"\"", parameter + "shop");
    }

    @AfterAll
    static void close() {
        DEPLOYED.close();
    }

    @Test
    void the_events_of_an_order_come_to_the_bus_and_only_who_sends_has_a_client()
            throws IOException {
        StreamPump feed = DEPLOYED.stack.newFeedPump().orElseThrow();
        StreamPump consumers = DEPLOYED.stack.newConsumersPump().orElseThrow();
        String orderId = Deployed.freshId();
        DEPLOYED.create(orderId, "k1");
        Deployed.expect(200, DEPLOYED.add(orderId, "i1", "k2"));

        Deployed.drain(feed);
        Deployed.drain(consumers);

        List<JsonNode> entries = DEPLOYED.stack.gateway().putEvents();
        assertThat(entries).hasSize(3);
        assertThat(entries)
                .extracting(entry -> entry.path("EventBusName").asText())
                .containsOnly("shop");
        assertThat(entries)
                .extracting(entry -> entry.path("DetailType").asText())
                .containsExactly("OrderCreated", "OrderItemAdded", "OrderItemAdded");
        JsonNode event = new JsonMapper().readTree(entries.getLast().path("Detail").asText());
        assertThat(event.path("id").asText()).isEqualTo("order-" + orderId + "@3");
        assertThat(entries.getLast().path("Source").asText())
                .isEqualTo(event.path("source").asText())
                .startsWith("urn:reprise:deployed-");
        JsonNode consumer =
                Deployed.json(Deployed.expect(200, DEPLOYED.get("/consumers/publisher")));
        assertThat(consumer.path("lag").asLong(-1)).isZero();
        assertThat(consumer.path("parked")).isEmpty();

        assertThat(DEPLOYED.stack.gateway().refusals()).isEmpty();
        assertThat(DEPLOYED.stack.gateway().uses())
                .contains(
                        new Use("ConsumersRole", new Access("events:DescribeEventBus", BUS)),
                        new Use("ConsumersRole", new Access("events:PutEvents", BUS)));
        assertThat(objectsOf("ConsumersFunction")).contains("DefaultEventBridgeClient");
        assertThat(objectsOf("OrdersFunction"))
                .contains("DefaultDynamoDbClient")
                .doesNotContain("awssdk.services.eventbridge");
        DEPLOYED.stack.runSchedule();
        assertThat(objectsOf("JobsFunction")).doesNotContain("awssdk.services.eventbridge");
        anotherBusIsRefused();
    }

    private static void anotherBusIsRefused() {
        try (EventBridgeClient client =
                EventBridgeClient.builder()
                        .endpointOverride(DEPLOYED.stack.gateway().endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsSessionCredentials.create(
                                                "ConsumersRole", "local", "test")))
                        .build()) {
            PutEventsRequestEntry entry =
                    PutEventsRequestEntry.builder()
                            .eventBusName("other")
                            .source("x")
                            .detailType("x")
                            .detail("{}")
                            .build();
            assertThatThrownBy(() -> client.putEvents(put -> put.entries(List.of(entry))))
                    .hasMessageContaining("not authorized to perform: events:PutEvents");
        }
        assertThat(DEPLOYED.stack.gateway().refusals()).hasSize(1);
    }

    /** The classes of which a function's first process has objects. */
    private static String objectsOf(String function) throws IOException {
        FunctionProcess process =
                DEPLOYED.stack.function(function).process(function + "-1").orElseThrow();
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        return new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    }
}
