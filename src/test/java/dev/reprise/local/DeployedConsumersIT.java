package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbGateway.Use;
import dev.reprise.local.RolePolicy.Access;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The packaged functions with consumers of the feed. Orders are abandoned at once. */
@RunsBesideQuarkus
class DeployedConsumersIT {

    /** What is granted and not seen here, and why. */
    private static final Map<String, String> NOT_SEEN =
            Map.of(
                    "dynamodb:ListStreams",
                    "Lambda lists the streams, and this stand-in knows the stream",
                    "dynamodb:ConditionCheckItem",
                    "only for a command that has nothing to do",
                    "dynamodb:GetItem events",
                    "only after an append to two streams that was refused",
                    "dynamodb:GetItem feed",
                    "only to switch a webhook off",
                    "dynamodb:DeleteItem feed",
                    "only if a run merges segments before a call does",
                    "kms:Decrypt",
                    "the function makes the root key here, and keeps it",
                    "xray:PutTraceSegments",
                    "Lambda itself sends traces",
                    "xray:PutTelemetryRecords",
                    "Lambda itself sends traces");

    private static final Deployed DEPLOYED =
            new Deployed(Deployed.template(DeployedConsumersIT::edited));

    /** Everything is on, and orders are abandoned at once. */
    static String edited(String template) {
        return template.replace("Default: \"off\"", "Default: \"on\"")
                .replace("    Default: 0\n    MinValue: 0\n    MaxValue: 3650", "    Default: 30")
                .replace("!Sub \"P${AbandonedOrderDays}D\"", "PT0.001S");
    }

    @AfterAll
    static void close() {
        DEPLOYED.close();
    }

    private static List<String> eventTypes(String stream) {
        return DEPLOYED.list("/feed?limit=200&stream=" + stream, "events").stream()
                .map(event -> event.path("eventType").asText())
                .toList();
    }

    @Test
    void an_abandoned_order_is_cancelled_by_the_function_that_pages_and_the_schedule_call() {
        StreamPump feed = DEPLOYED.stack.newFeedPump().orElseThrow();
        StreamPump consumers = DEPLOYED.stack.newConsumersPump().orElseThrow();
        String orderId = Deployed.freshId();
        DEPLOYED.create(orderId, "k1");

        Deployed.drain(feed);
        Deployed.drain(consumers);
        DEPLOYED.stack.runSchedule(); // The read model of deadlines is not there yet.
        DEPLOYED.deliver(0);
        DEPLOYED.stack.runSchedule();
        Deployed.drain(feed);

        assertThat(eventTypes("order-" + orderId)).last().isEqualTo("OrderCancelled");
        assertThat(eventTypes("abandoned_orders-" + orderId)).last().isEqualTo("DeadlineReached");
        JsonNode consumer =
                Deployed.json(Deployed.expect(200, DEPLOYED.get("/consumers/abandoned_orders")));
        assertThat(consumer.path("parked")).isEmpty();
        for (int count : new int[] {4, 1}) {
            JsonNode shared =
                    Deployed.json(
                            Deployed.expect(
                                    200,
                                    DEPLOYED.post(
                                            "/consumers/abandoned_orders/segments",
                                            "{\"count\":" + count + "}")));
            assertThat(shared.path("segments")).hasSize(count);
        }

        assertThat(DEPLOYED.stack.gateway().refusals()).isEmpty();
        RolePolicy role = RolePolicy.of(DEPLOYED.template, "ConsumersRole");
        Set<Use> uses = DEPLOYED.stack.gateway().uses();
        assertThat(role.grants()).filteredOn(grant -> !isUsed(grant, uses)).isEmpty();
    }

    @Test
    void a_webhook_is_made_and_removed_and_the_machine_itself_is_not_called() {
        String hook = "/webhooks/deployed";
        String body = "{\"url\":\"https://localhost:9/\",\"categories\":[\"order\"]}";
        JsonNode made = Deployed.json(Deployed.expect(201, DEPLOYED.put(hook, body)));
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        Deployed.expect(400, DEPLOYED.put(hook, body.replace("https", "http")));
        StreamPump feed = DEPLOYED.stack.newFeedPump().orElseThrow();
        String orderId = Deployed.freshId();
        DEPLOYED.create(orderId, "k2");

        Deployed.drain(feed);
        DEPLOYED.stack.runSchedule();

        assertThat(
                        Deployed.json(
                                        Deployed.expect(
                                                200, DEPLOYED.get("/consumers/webhook-deployed")))
                                .findValuesAsText("error"))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains("which is not public"));
        Deployed.expect(200, DEPLOYED.delete(hook));
        Deployed.expect(404, DEPLOYED.get("/consumers/webhook-deployed"));
        assertThat(DEPLOYED.stack.gateway().refusals()).isEmpty();
    }

    private static boolean isUsed(Access grant, Set<Use> uses) {
        String table = grant.resource().substring(grant.resource().lastIndexOf('-') + 1);
        return NOT_SEEN.containsKey(grant.action())
                || NOT_SEEN.containsKey(grant.action() + " " + table)
                || uses.stream()
                        .anyMatch(use ->
                                use.role().equals("ConsumersRole") && grant.covers(use.access()));
    }
}
