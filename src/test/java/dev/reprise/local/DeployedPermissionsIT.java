package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbGateway.Use;
import dev.reprise.local.RolePolicy.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each role may do what its function does, and nothing else. */
@RunsBesideQuarkus
class DeployedPermissionsIT {

    private static final String REBUILD = "/projections/order-summaries/rebuild";

    /** Lambda itself sends the traces of a function, and this stand-in makes none. */
    private static final String TRACES = "xray:";

    /** What is granted and not seen here, and why. The role and the action. */
    private static final Map<String, String> NOT_SEEN =
            Map.of(
                    "ProjectorRole dynamodb:ListStreams",
                    "Lambda lists the streams, and this stand-in knows the stream",
                    "OrdersRole dynamodb:DeleteItem",
                    "a projection may take rows back, and those of orders never do",
                    "ProjectorRole dynamodb:DeleteItem",
                    "a projection may take rows back, and those of orders never do");

    @Test
    void every_granted_action_is_used_and_every_used_action_is_granted() {
        try (var deployed = new Deployed(Deployed.template())) {
            doEverything(deployed);
            Set<Use> uses = deployed.stack.gateway().uses();

            assertThat(deployed.stack.gateway().refusals()).isEmpty();
            assertThat(
                            roles(deployed)
                                    .flatMap(policy ->
                                            policy.grants().stream()
                                                    .filter(grant -> !isUsed(policy, grant, uses))
                                                    .map(grant -> policy.role() + " " + grant)))
                    .isEmpty();
        }
    }

    private static void doEverything(Deployed deployed) {
        commands(deployed);
        queries(deployed);
        jobs(deployed);
        poison(deployed);
        restoredOrder(deployed);
        jointCommand(deployed);
        lateProjector(deployed);
        newReadModel(deployed);
        newProcess(deployed);
        forget(deployed);
    }

    /** A process that has to read the root key, to show an address. */
    private static void newProcess(Deployed deployed) {
        deployed.stack.function("OrdersFunction").restart();
        Deployed.expect(200, deployed.get("/orders?customerId=c1"));
    }

    /** A customer who is forgotten, and whose key has been gone for long when the jobs run. */
    private static void forget(Deployed deployed) {
        Deployed.expect(
                201,
                deployed.post(
                        "/orders",
                        """
                        {"customerId":"c9","items":[{"itemId":"i1","quantity":1,"price":1}],"shippingAddress":"2 Main St"}
                        """));
        deployed.deliver(0);
        Deployed.expect(200, deployed.get("/customers/c9/personal-data"));
        Deployed.expect(200, deployed.delete("/customers/c9/personal-data"));
        deployed.putKey(
                Map.of(
                        "subject", AttributeValue.fromS("c9"),
                        "destroyed", AttributeValue.fromN("0"),
                        "listed", AttributeValue.fromN("0"),
                        "turn", AttributeValue.fromS("LAST")));
        deployed.stack.runSchedule();
    }

    private static Stream<RolePolicy> roles(Deployed deployed) {
        return FunctionDeclaration.of(deployed.template).stream()
                .map(function -> RolePolicy.of(deployed.template, function.role()));
    }

    private static boolean isUsed(RolePolicy policy, Access grant, Set<Use> uses) {
        return grant.action().startsWith(TRACES)
                || NOT_SEEN.containsKey(policy.role() + " " + grant.action())
                || uses.stream()
                        .anyMatch(use ->
                                use.role().equals(policy.role()) && grant.covers(use.access()));
    }

    private static void commands(Deployed deployed) {
        String id = Deployed.freshId();
        deployed.create(id, "k1");
        Deployed.expect(503, deployed.get("/orders?customerId=c1"));
        deployed.create(id, "k1");
        deployed.add(id, "i2", "k2");
        deployed.post("/orders/" + id + "/shipment", "{\"shippingAddress\":\"1 Main St\"}");
        String other = Deployed.freshId();
        deployed.create(other, "k1");
        deployed.deliver(0);
        Deployed.expect(
                200, deployed.post("/orders/" + other + "/cancellation", "{\"reason\":\"r\"}"));
        deployed.deliver(0);
        for (String query : List.of("", "?version=1", "/events", "?minVersion=2")) {
            Deployed.expect(200, deployed.get("/orders/" + id + query));
        }
        Deployed.expect(200, deployed.get("/streams/order-" + id + "/verification"));
    }

    private static void queries(Deployed deployed) {
        for (String query :
                List.of(
                        "/orders?customerId=c1",
                        "/orders?status=OPEN",
                        "/orders?customerId=c1&status=SHIPPED",
                        "/shipped-items?itemId=i1",
                        "/shipped-items?from=" + Instant.now().minus(Duration.ofHours(1)),
                        "/shipped-items?q=main",
                        "/sales",
                        "/sales?itemId=i1",
                        "/customers/c1",
                        "/projections",
                        "/usage",
                        "/health")) {
            Deployed.expect(200, deployed.get(query));
        }
    }

    private static void jobs(Deployed deployed) {
        Deployed.expect(202, deployed.post(REBUILD, ""));
        Deployed.expect(202, deployed.post("/projections/sales/rebuild", ""));
        Deployed.expect(202, deployed.post("/projections/shipped-items/rebuild", ""));
        deployed.stack.runSchedule();
        assertThat(state(deployed, REBUILD)).isEqualTo("DONE");
        Deployed.expect(202, deployed.post(REBUILD + "/clean-up", ""));
        deployed.stack.runSchedule();
    }

    private static String state(Deployed deployed, String job) {
        JsonNode state = Deployed.json(Deployed.expect(200, deployed.get(job)));
        return state.path("state").textValue();
    }

    /** An order whose second commit is damaged, and mended, and applied then. */
    private static void poison(Deployed deployed) {
        String id = Deployed.freshId();
        deployed.create(id, "k1");
        deployed.add(id, "i2", "k2");
        Map<String, AttributeValue> commit = deployed.commit(id, 3);
        Map<String, AttributeValue> damaged = new HashMap<>(commit);
        damaged.remove("e");
        deployed.putCommit(damaged);
        deployed.deliver(0);
        deployed.stack.runSchedule();
        deployed.putCommit(commit);
        Deployed.expect(200, deployed.post("/projections/order-summaries/redrive", ""));
    }

    /** A shipped order whose shipment is gone from the events, as after a restore. */
    private static void restoredOrder(Deployed deployed) {
        String id = Deployed.freshId();
        deployed.create(id, "k1");
        deployed.post("/orders/" + id + "/shipment", "{\"shippingAddress\":\"1 Main St\"}");
        deployed.deliver(0);
        deployed.removeCommit(deployed.commit(id, 3));
        deployed.deliver(0);
        List<String> repairs =
                Stream.of("order-summaries", "shipped-items", "sales")
                        .map("/projections/%s/repair"::formatted)
                        .toList();
        repairs.forEach(repair -> Deployed.expect(202, deployed.post(repair, "")));
        deployed.stack.runSchedule();
        assertThat(repairs).allMatch(repair -> state(deployed, repair).equals("DONE"));
    }

    /** The event store appends to two streams and checks a third one, twice. */
    private static void jointCommand(Deployed deployed) {
        try (DynamoDbClient orders = deployed.dynamoDbAs("OrdersRole")) {
            var store = new DynamoDbEventStore(orders, deployed.eventsTable());
            var joint =
                    new JointCommit(
                            List.of(
                                    Commits.commit(newStream(), "c", 1),
                                    Commits.commit(newStream(), "c", 1)),
                            List.of(newStream()));
            store.appendAll(joint);
            store.appendAll(joint);
        }
    }

    private static void lateProjector(Deployed deployed) {
        deployed.create(Deployed.freshId(), "k1");
        deployed.setClockAhead(Duration.ofHours(13));
        deployed.deliver(0);
        assertThat(deployed.stack.queue()).hasSize(1);
        deployed.setClockAhead(Duration.ZERO);
    }

    /** A read model that is new to the service, which has more events than the projector reads. */
    private static void newReadModel(Deployed deployed) {
        deployed.putFirstCommits(
                IntStream.range(0, 1_001).mapToObj(number -> "another-" + number).toList());
        deployed.forget("sales");
        deployed.create(Deployed.freshId(), "k1");
        deployed.deliver(0);
        assertThat(deployed.log).anyMatch(line -> line.contains("sales is rebuilt"));
        deployed.stack.runSchedule();
        assertThat(state(deployed, "/projections/sales/rebuild")).isEqualTo("DONE");
    }

    private static CommitBoundary newStream() {
        return CommitBoundary.startOf(new StreamName("any", Deployed.freshId()));
    }
}
