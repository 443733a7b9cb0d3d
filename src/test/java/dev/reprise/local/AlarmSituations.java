package dev.reprise.local;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.local.DynamoDbGateway.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What goes wrong in a deployed stack. Each method is one minute of it. */
final class AlarmSituations {

    /** How many calls the account may run at the same time. */
    static final int CONCURRENCY = 2;

    private static final Answer THROTTLED =
            Answer.error("ThrottlingException", "Rate of requests exceeds the allowed throughput.");

    private static final Set<String> WRITES = Set.of("PutItem", "TransactWriteItems");

    private final Deployed deployed;

    /** The order whose row is refused. Empty if there is none. */
    private String refused = "";

    private Optional<Map<String, AttributeValue>> damaged = Optional.empty();

    AlarmSituations(Deployed deployed) {
        this.deployed = deployed;
    }

    /** Puts right what went wrong, as the operations page says. */
    void mend() {
        deployed.stack.gateway().use(DynamoDbGateway::intact);
        deployed.setClockAhead(Duration.ZERO);
        deployed.stack.purgeQueue();
        damaged.ifPresent(deployed::removeCommit);
        damaged = Optional.empty();
        refused = "";
        for (String projection : List.of("order-summaries", "sales", "shipped-items")) {
            deployed.post("/projections/" + projection + "/redrive", "");
        }
        deployed.deliver(0);
    }

    /** All goes well. */
    void work() {
        command();
        deployed.deliver(0);
        runSchedule();
    }

    void workWithoutProjector() {
        command();
        runSchedule();
    }

    void workWithoutSchedule() {
        command();
        deployed.deliver(0);
    }

    /** Creates an order, and returns its id. */
    String command() {
        String orderId = Deployed.freshId();
        Deployed.expect(201, deployed.create(orderId, "k1"));
        return orderId;
    }

    /** Calls the functions that a schedule calls, and waits until what they printed is reported. */
    void runSchedule() {
        runSchedule(List.of("ParkedStreams"));
    }

    /**
     * Calls the functions that a schedule calls, and waits until what they printed is reported.
     *
     * @param names the metrics that they print
     */
    void runSchedule(List<String> names) {
        Map<MetricName, Double> before =
                names.stream().map(this::metric).collect(toMap(identity(), this::samples));
        deployed.stack.runSchedule();
        Deployed.await(() ->
                before.entrySet().stream().allMatch(of -> samples(of.getKey()) > of.getValue()));
    }

    private MetricName metric(String name) {
        return MetricName.of(
                "Reprise",
                name,
                "Stack",
                deployed.stack
                        .function("JobsFunction")
                        .function()
                        .environment()
                        .getOrDefault("REPRISE_STACK", ""));
    }

    private double samples(MetricName metric) {
        return deployed.metrics
                .statistic(metric, "SampleCount", deployed.metrics.now(), CloudWatch.MINUTE)
                .orElse(0);
    }

    /** The first request that a predicate matches is not answered: its process is killed. */
    void killAtFirst(String function, Predicate<DynamoDbCall> isMatched) {
        var isKilled = new AtomicBoolean();
        deployed.stack
                .gateway()
                .use((call, dynamoDb) -> {
                    if (isMatched.test(call) && isKilled.compareAndSet(false, true)) {
                        deployed.stack.function(function).kill(call.process());
                        return Optional.empty();
                    }
                    return Optional.of(dynamoDb.send());
                });
    }

    /** The mapping has the function's role, too. */
    private static boolean isOfProjector(DynamoDbCall call) {
        return call.process().startsWith("ProjectorFunction");
    }

    void killOrdersFunction() {
        killAtFirst("OrdersFunction", call -> call.operation().equals("PutItem"));
        Deployed.expect(500, deployed.create(Deployed.freshId(), "k1"));
        deployed.deliver(0);
        runSchedule();
    }

    void killProjector() {
        command();
        killAtFirst("ProjectorFunction", AlarmSituations::isOfProjector);
        assertThat(deployed.pump.round()).isEqualTo(StreamPump.Round.FAILED);
        runSchedule();
    }

    /** As many calls as may run wait for DynamoDB. Each other call is refused. */
    void takeAllConcurrency() {
        command();
        var waiting = new CountDownLatch(CONCURRENCY);
        var end = new CountDownLatch(1);
        deployed.stack
                .gateway()
                .use((call, dynamoDb) -> {
                    if (call.operation().equals("PutItem")) {
                        waiting.countDown();
                        end.await();
                    }
                    return Optional.of(dynamoDb.send());
                });
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < CONCURRENCY; i++) {
            calls.add(CompletableFuture.runAsync(this::command));
        }
        try {
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            Deployed.expect(500, deployed.create(Deployed.freshId(), "k1"));
            roundThatFails(deployed.pump);
            assertThatThrownBy(deployed.stack::runSchedule)
                    .isInstanceOf(FunctionFailure.class)
                    .hasMessage("TooManyRequestsException: Rate Exceeded.");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            end.countDown();
        }
        calls.forEach(CompletableFuture::join);
    }

    /** The first rounds may only look for new shards and records. */
    static void roundThatFails(StreamPump pump) {
        StreamPump.Round round;
        do {
            round = pump.round();
        } while (round == StreamPump.Round.BUSY);
        assertThat(round).isEqualTo(StreamPump.Round.FAILED);
    }

    /** The process of a call gets no processor any more, and the call's time passes. */
    void letFunctionsStandStill() {
        command();
        Set<String> stopped = ConcurrentHashMap.newKeySet();
        deployed.stack
                .gateway()
                .use((call, dynamoDb) -> {
                    boolean isOfCall = isOfProjector(call) || call.operation().equals("PutItem");
                    Answer answer = dynamoDb.send();
                    if (isOfCall && stopped.add(call.role())) {
                        stop(call);
                    }
                    return Optional.of(answer);
                });
        var batch = CompletableFuture.supplyAsync(deployed.pump::round);
        Deployed.expect(500, deployed.create(Deployed.freshId(), "k1"));
        assertThat(batch.join()).isEqualTo(StreamPump.Round.FAILED);
        assertThat(stopped).containsExactlyInAnyOrder("OrdersRole", "ProjectorRole");
        runSchedule();
    }

    private void stop(DynamoDbCall call) throws IOException, InterruptedException {
        FunctionPool function = deployed.stack.function(call.role().replace("Role", "Function"));
        long pid = function.process(call.process()).orElseThrow().pid();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor())
                .isZero();
        function.runOutOfTime(call.process());
    }

    /** Commands and the jobs function are refused everything. */
    void throttle() {
        deployed.stack
                .gateway()
                .use((call, dynamoDb) ->
                        call.operation().equals("PutItem") || call.role().equals("JobsRole")
                                ? Optional.of(THROTTLED)
                                : Optional.of(dynamoDb.send()));
        var command =
                CompletableFuture.runAsync(
                        () -> Deployed.expect(429, deployed.create(Deployed.freshId(), "k1")));
        assertThatThrownBy(deployed.stack::runSchedule).isInstanceOf(FunctionFailure.class);
        command.join();
    }

    /** The projector and the jobs function cannot write the rows of the first order. */
    void throttleOneRow() {
        String orderId = command();
        refused = refused.isEmpty() ? orderId : refused;
        deployed.stack
                .gateway()
                .use((call, dynamoDb) ->
                        WRITES.contains(call.operation())
                                        && !call.role().equals("OrdersRole")
                                        && call.body().toString().contains("order-summaries/1")
                                        && call.body().toString().contains(refused)
                                ? Optional.of(THROTTLED)
                                : Optional.of(dynamoDb.send()));
        deployed.deliver(0);
        runSchedule();
    }

    void projectLate() {
        command();
        deployed.setClockAhead(Duration.ofMinutes(6));
        deployed.deliver(0);
        runSchedule();
    }

    void projectTooLate() {
        int before = deployed.stack.queue().size();
        command();
        deployed.setClockAhead(Duration.ofHours(12).plusMinutes(1));
        deployed.deliver(0);
        assertThat(deployed.stack.queue()).hasSize(before + 1);
        runSchedule();
    }

    /** The projector cannot apply an event of a commit. */
    void putDamagedCommit() {
        putCommit(commit -> commit.put("e", AttributeValue.fromS("[{\"eventType\":\"damaged\"}]")));
        deployed.deliver(0);
        runSchedule();
    }

    /** Creates an order, and puts a damaged commit after its own. */
    void putCommit(Consumer<Map<String, AttributeValue>> damage) {
        String orderId = command();
        Map<String, AttributeValue> commit = new HashMap<>(deployed.commit(orderId, 1));
        commit.put("seq", AttributeValue.fromN("3"));
        damage.accept(commit);
        deployed.putCommit(commit);
        damaged = Optional.of(commit);
    }
}
