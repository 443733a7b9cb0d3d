package dev.reprise.http;

import static dev.reprise.dynamodb.FaultyHttpClient.answerLost;
import static dev.reprise.dynamodb.FaultyHttpClient.error;
import static dev.reprise.dynamodb.FaultyHttpClient.requestLost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.dynamodb.FaultyHttpClient;
import dev.reprise.dynamodb.FaultyHttpClient.Fault;
import dev.reprise.dynamodb.FaultyHttpClient.Sending;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The answers of the API if DynamoDB or the network fails. */
@QuarkusTest
class StoreFailuresIT {

    private static final int ATTEMPTS = 4;

    private final OtherProcess rival = new OtherProcess();
    private FaultyHttpClient network;
    private DynamoDbClient client;
    private String orderId;

    @BeforeEach
    void create_an_order_and_a_network_that_can_fail() {
        orderId = Api.createOrder(1);
        network = new FaultyHttpClient();
        client = network.dynamoDbClient();
        QuarkusMock.installMockForType(client, DynamoDbClient.class);
    }

    @AfterEach
    void close() {
        client.close();
        network.close();
        rival.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThrottlingException",
                "ProvisionedThroughputExceededException",
                "RequestLimitExceeded"
            })
    void a_store_that_throttles_is_429(String type) {
        network.always(error(400, type));

        expectRepeatable(
                Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k"), 429, "throttled");
        expectRetryLater(Api.get("/orders/" + orderId), 429, "throttled");
    }

    @Test
    void a_store_that_fails_is_503() {
        network.always(error(500, "InternalServerError"));

        expectRepeatable(
                Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k"),
                503,
                "unavailable");
        expectRetryLater(Api.get("/orders/" + orderId), 503, "unavailable");
    }

    @Test
    void a_store_that_cannot_be_reached_is_503() {
        network.always(requestLost());

        expectRepeatable(
                Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k"),
                503,
                "unavailable");
        expectRetryLater(Api.get("/orders/" + orderId), 503, "unavailable");
        expectRetryLater(Api.get("/orders/" + orderId + "/events"), 503, "unavailable");
        expectRetryLater(Api.get("/orders/" + orderId + "/events?order=desc"), 503, "unavailable");
        expectRetryLater(
                Api.get("/streams/order-" + orderId + "/verification"), 503, "unavailable");
    }

    @Test
    void an_order_created_without_id_and_key_is_found_by_the_key_in_the_answer_503() {
        String body = "{\"customerId\":\"" + Api.freshId() + "\"}";
        int before = StoredCommits.count();
        network.always(puts(ATTEMPTS, answerLost(() -> {})));

        Answer lost = Api.post("/orders", body).expect(503);
        String key = lost.header(RequestContext.IDEMPOTENCY_KEY).orElseThrow();

        Answer found = Api.post("/orders", body, RequestContext.IDEMPOTENCY_KEY, key).expect(201);
        assertThat(StoredCommits.count()).isEqualTo(before + 1);
        Api.post("/orders", body, RequestContext.IDEMPOTENCY_KEY, key).expectSameOutcomeAs(found);
    }

    @Test
    void an_answer_503_has_the_made_key() {
        network.always(requestLost());

        assertThat(Api.addItem(orderId, "i2").expect(503).header(RequestContext.IDEMPOTENCY_KEY))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_command_succeeds_if_the_stores_first_answer_is_lost(Command command) {
        String order = command.freshOrder();
        int before = StoredCommits.of(order).size();
        network.always(puts(1, answerLost(() -> {})));

        Answer answer =
                command.to(order, RequestContext.IDEMPOTENCY_KEY, "k").expect(command.success());

        assertThat(StoredCommits.of(order)).hasSize(before + 1);
        command.to(order, RequestContext.IDEMPOTENCY_KEY, "k").expectSameOutcomeAs(answer);
    }

    @ParameterizedTest
    @EnumSource
    void a_command_is_found_by_its_key_if_all_answers_of_the_store_are_lost(Command command) {
        String order = command.freshOrder();
        int before = StoredCommits.of(order).size();
        network.always(puts(ATTEMPTS, answerLost(() -> {})));

        expectRepeatable(
                command.to(order, RequestContext.IDEMPOTENCY_KEY, "k"), 503, "unavailable");

        assertThat(StoredCommits.of(order)).hasSize(before + 1);
        Answer answer =
                command.to(order, RequestContext.IDEMPOTENCY_KEY, "k").expect(command.success());
        assertThat(StoredCommits.of(order)).hasSize(before + 1);
        command.to(order, RequestContext.IDEMPOTENCY_KEY, "k").expectSameOutcomeAs(answer);
    }

    @Test
    void a_command_that_did_not_reach_the_store_is_handled_when_repeated() {
        network.always(puts(ATTEMPTS, requestLost()));

        expectRepeatable(
                Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k"),
                503,
                "unavailable");

        assertThat(StoredCommits.of(orderId)).hasSize(1);
        Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k").expect(200);
    }

    @Test
    void a_command_that_conflicts_at_each_attempt_is_503_and_not_recorded() {
        AtomicInteger rivals = new AtomicInteger();
        network.always(sending -> {
            if (sending.operation().equals("PutItem")) {
                rival.addItem(orderId);
                rivals.incrementAndGet();
            }
            return sending.send();
        });

        expectRepeatable(
                Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k"), 503, "contended");

        assertThat(StoredCommits.of(orderId)).hasSize(1 + rivals.get());
        network.always(Sending::send);
        assertThat(
                        Api.addItem(orderId, "i2", RequestContext.IDEMPOTENCY_KEY, "k")
                                .expect(200)
                                .version())
                .isEqualTo(2 + rivals.get() + 1);
    }

    @Test
    void a_precondition_that_another_writer_breaks_is_412_at_once() {
        AtomicBoolean rivalWrote = new AtomicBoolean();
        network.always(sending -> {
            if (sending.operation().equals("PutItem") && rivalWrote.compareAndSet(false, true)) {
                rival.addItem(orderId);
            }
            return sending.send();
        });

        Api.addItem(orderId, "i2", "If-Match", "\"2\"")
                .expectProblem(412, "version-mismatch")
                .expectActualVersion(3);
    }

    /** Applies a fault to the first puts; later puts and all reads succeed. */
    private static Fault puts(int times, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return sending ->
                sending.operation().equals("PutItem") && left.getAndDecrement() > 0
                        ? fault.answer(sending)
                        : sending.send();
    }

    /** Asserts that the command can be repeated: the answer has its key, {@code k}. */
    private static void expectRepeatable(Answer answer, int status, String type) {
        expectRetryLater(answer, status, type);
        assertThat(answer.header(RequestContext.IDEMPOTENCY_KEY)).hasValue("k");
    }

    private static void expectRetryLater(Answer answer, int status, String type) {
        answer.expectProblem(status, type);
        assertThat(answer.header("Retry-After")).hasValue("1");
        assertThat(answer.json().get("detail").textValue())
                .doesNotContain("by the test", "connection reset", "Exception");
    }
}
