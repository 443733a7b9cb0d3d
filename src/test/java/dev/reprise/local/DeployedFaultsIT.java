package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbGateway.Answer;
import dev.reprise.local.DynamoDbGateway.Network;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is lost on the way, and processes that are killed. */
@ExtendWith(Deployed.Shared.class)
@RunsBesideQuarkus
class DeployedFaultsIT {

    private static final Answer THROTTLED =
            Answer.error("ThrottlingException", "Rate of requests exceeds the allowed throughput.");

    private final String orderId = Deployed.freshId();
    private Deployed deployed;

    @BeforeEach
    void use(Deployed shared) {
        deployed = shared;
    }

    @AfterEach
    void mend() {
        deployed.stack.gateway().use(DynamoDbGateway::intact);
        deployed.setClockAhead(Duration.ZERO);
    }

    /** The first puts of this test's order meet a fault, and then none does. */
    private AtomicInteger faults(int count, Network fault) {
        var left = new AtomicInteger(count);
        deployed.stack
                .gateway()
                .use((call, dynamoDb) ->
                        isPutOfThisOrder(call) && left.getAndDecrement() > 0
                                ? fault.carry(call, dynamoDb)
                                : Optional.of(dynamoDb.send()));
        return left;
    }

    private boolean isPutOfThisOrder(DynamoDbCall call) {
        return call.operation().equals("PutItem") && call.body().toString().contains(orderId);
    }

    private void assertOneCommit(HttpResponse<String> created) {
        Deployed.expect(201, created);
        assertThat(events()).hasSize(2);
        assertThat(Deployed.expect(201, deployed.create(orderId, "k1")).body())
                .isEqualTo(created.body());
        assertThat(events()).hasSize(2);
    }

    private List<JsonNode> events() {
        return deployed.list("/orders/" + orderId + "/events?limit=200", "events");
    }

    @Test
    void an_answer_that_is_lost_after_the_put_is_no_conflict() {
        faults(
                1,
                (_, dynamoDb) -> {
                    dynamoDb.send();
                    return Optional.empty();
                });

        assertOneCommit(deployed.create(orderId, "k1"));
    }

    @Test
    void a_put_that_is_lost_on_the_way_is_sent_again() {
        faults(2, (_, _) -> Optional.empty());

        assertOneCommit(deployed.create(orderId, "k1"));
    }

    @Test
    void a_put_that_is_throttled_is_sent_again() {
        faults(2, (_, _) -> Optional.of(THROTTLED));

        assertOneCommit(deployed.create(orderId, "k1"));
    }

    @Test
    void a_put_that_is_throttled_each_time_is_a_429_and_the_same_key_succeeds_later() {
        faults(Integer.MAX_VALUE, (_, _) -> Optional.of(THROTTLED));
        HttpResponse<String> refused = Deployed.expect(429, deployed.create(orderId, "k1"));
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        mend();

        assertOneCommit(deployed.create(orderId, "k1"));
    }

    @Test
    void a_function_that_is_killed_after_its_put_is_a_500_and_the_same_key_tells_the_outcome() {
        faults(
                1,
                (call, dynamoDb) -> {
                    dynamoDb.send();
                    deployed.stack.function("OrdersFunction").kill(call.process());
                    return Optional.empty();
                });
        HttpResponse<String> failed = Deployed.expect(500, deployed.create(orderId, "k1"));
        assertThat(failed.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        assertThat(events()).hasSize(2);

        HttpResponse<String> told = deployed.create(orderId, "k1");

        assertThat(told.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertOneCommit(told);
    }

    @Test
    void a_function_that_is_killed_before_its_put_is_a_500_and_leaves_nothing() {
        faults(
                1,
                (call, _) -> {
                    deployed.stack.function("OrdersFunction").kill(call.process());
                    return Optional.empty();
                });
        Deployed.expect(500, deployed.create(orderId, "k1"));
        Deployed.expect(404, deployed.get("/orders/" + orderId));

        HttpResponse<String> created = deployed.create(orderId, "k1");

        assertThat(created.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertOneCommit(created);
    }

    @Test
    void a_projector_that_is_killed_in_the_midst_of_its_batches_leaves_the_rows_right() {
        deployed.deliver(0);
        List<String> orders = IntStream.range(0, 8).mapToObj(_ -> Deployed.freshId()).toList();
        String customer = Deployed.freshId();
        orders.forEach(id -> createAndShip(id, customer));
        var writes = new AtomicInteger();
        var kills = new AtomicInteger();
        deployed.stack
                .gateway()
                .use((call, dynamoDb) -> {
                    boolean isWrite =
                            Set.of("PutItem", "TransactWriteItems").contains(call.operation());
                    if (!call.role().equals("ProjectorRole")
                            || !isWrite
                            || writes.incrementAndGet() % 7 != 5
                            || kills.incrementAndGet() > 3) {
                        return Optional.of(dynamoDb.send());
                    }
                    if (kills.get() % 2 == 1) {
                        dynamoDb.send();
                    }
                    deployed.stack.function("ProjectorFunction").kill(call.process());
                    return Optional.empty();
                });

        deployed.deliver(3);

        assertThat(kills.get()).isGreaterThanOrEqualTo(2);
        assertThat(deployed.list("/orders?customerId=" + customer, "orders"))
                .hasSize(8)
                .allSatisfy(order -> {
                    assertThat(order.path("status").textValue()).isEqualTo("SHIPPED");
                    assertThat(order.path("version").intValue()).isEqualTo(3);
                });
        JsonNode totals = Deployed.json(deployed.get("/customers/" + customer));
        assertThat(totals.path("revenue").decimalValue()).isEqualByComparingTo("80");
        assertThat(deployed.list("/shipped-items?itemId=of-" + customer, "items")).hasSize(8);
    }

    private void createAndShip(String id, String customer) {
        Deployed.expect(
                201,
                deployed.post(
                        "/orders",
                        """
                        {"orderId":"%s","customerId":"%s",
                        "items":[{"itemId":"of-%s","quantity":2,"price":5}]}
                        """
                                .formatted(id, customer, customer)));
        Deployed.expect(
                200,
                deployed.post(
                        "/orders/" + id + "/shipment", "{\"shippingAddress\":\"1 Main St\"}"));
    }

    @Test
    void a_hundred_commands_over_four_processes_on_one_order_are_all_recorded_once() {
        deployed.create(orderId, "k1");
        Set<String> processes = ConcurrentHashMap.newKeySet();
        deployed.stack
                .gateway()
                .use((call, dynamoDb) -> {
                    if (isPutOfThisOrder(call)) {
                        processes.add(call.process());
                    }
                    return Optional.of(dynamoDb.send());
                });

        List<CompletableFuture<Integer>> commands =
                IntStream.range(0, 100)
                        .mapToObj(i -> addUntilAnswered("n" + i, "key-" + i, 10))
                        .toList();

        assertThat(commands).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(processes).hasSize(4);
        List<JsonNode> events = events();
        assertThat(events)
                .extracting(event -> event.path("sequenceNumber").intValue())
                .isEqualTo(IntStream.rangeClosed(1, 102).boxed().toList());
        assertThat(events)
                .extracting(event -> event.path("itemId").asText())
                .doesNotHaveDuplicates();
    }

    /** Repeats a command with its key while the answer is that the order is contended. */
    private CompletableFuture<Integer> addUntilAnswered(String itemId, String key, int attempts) {
        return deployed.send(deployed.addition(orderId, itemId, key))
                .thenCompose(answer ->
                        answer.statusCode() == 503 && attempts > 1
                                ? addUntilAnswered(itemId, key, attempts - 1)
                                : CompletableFuture.completedFuture(answer.statusCode()));
    }
}
