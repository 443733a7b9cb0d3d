package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.bench.Numbers;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Measures the requests and capacity units of whole commands. A command over its goal fails the
 * run; the other commands are still measured and printed.
 */
class CommandCostBenchmark {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();
    private static final DynamoDbEventStore STORE =
            new DynamoDbEventStore(CLIENT, DynamoDbLocal.freshTables() + "-events");

    private static final CostTable TABLE = new CostTable();

    private final Orders warm = new Orders(STORE);
    private final LongStream stream = new LongStream(STORE, LOG);

    @AfterAll
    static void print() throws IOException {
        CLIENT.close();
        Numbers.add(
                "What a command costs",
                "Counted between the SDK and DynamoDB Local, whose capacity figures these are:"
                        + " measured, with the goal in parentheses. An event is about 160 bytes of"
                        + " JSON. Warm: the function has just handled a command of that order."
                        + " Cold: it has not seen the order before. On the long streams, the cost"
                        + " is that of the costliest of 100 commands in a row. DynamoDB Local counts nothing for"
                        + " the read that confirms a rejection, which finds nothing; DynamoDB bills one unit.",
                TABLE.markdown());
    }

    @TestFactory
    Stream<DynamicTest> a_command_costs_what_it_may() {
        return Stream.of(
                row("create", new Cost(1, 0, 1), this::create),
                row("one event, warm", new Cost(1, 0, 1), this::oneEventWarm),
                row("one event, cold", new Cost(2, 0.5, 1), this::oneEventCold),
                row("ten events in one command, a create", new Cost(1, 0, 1), this::tenEvents),
                row("a refused command, warm", new Cost(1, 1, 0), this::rejectionWarm),
                row(
                        "one event, cold, on a stream of 1,000 events",
                        new Cost(2, 2, 1),
                        () -> ColdCommand.mostWithoutSnapshot(stream.coldCommands(1_000))),
                snapshotRow("the same, where its commit carries a snapshot"),
                row(
                        "one event, cold, on a stream of 10,000 commits",
                        new Cost(2, 2, 1),
                        () -> ColdCommand.mostWithoutSnapshot(stream.coldCommands(10_000))));
    }

    private static DynamicTest row(String command, Cost goal, Supplier<Cost> measurement) {
        TABLE.expect(command, goal);
        return DynamicTest.dynamicTest(command, () -> check(command, measurement.get(), goal));
    }

    private static void check(String command, Cost measured, Cost goal) {
        TABLE.add(command, measured, goal);
        assertThat(measured).matches(cost -> cost.isWithin(goal), "is within " + goal);
    }

    /** The goal for writing depends on what was written since the snapshot before. */
    private DynamicTest snapshotRow(String command) {
        TABLE.expect(command, new Cost(2, 2, Double.NaN));
        return DynamicTest.dynamicTest(
                command,
                () -> {
                    List<ColdCommand> commands =
                            ColdCommand.fromSnapshotToSnapshot(stream.coldCommands(1_000));
                    check(
                            command,
                            commands.getLast().cost(),
                            new Cost(2, 2, ColdCommand.writeUnitsWithSnapshot(commands)));
                });
    }

    private Cost create() {
        return cost(() -> Commands.accept(warm, Commands.freshOrder(), MeasuredOrders.create(0)));
    }

    private Cost oneEventWarm() {
        OrderId order = Commands.orderWith(warm, 2);
        return cost(() -> Commands.add(warm, order, 1));
    }

    private Cost oneEventCold() {
        OrderId order = Commands.orderWith(warm, 2);
        return cost(() -> Commands.add(new Orders(STORE), order, 1));
    }

    /** Creating an order with items is the command that records many events. */
    private Cost tenEvents() {
        return cost(() -> Commands.accept(warm, Commands.freshOrder(), MeasuredOrders.create(9)));
    }

    private Cost rejectionWarm() {
        OrderId order = Commands.orderWith(warm, 2);
        RemoveItem missing = new RemoveItem(new ItemId("not-in-the-order"));
        return cost(() ->
                assertThat(Commands.send(warm, order, missing))
                        .isInstanceOf(CommandResult.Rejected.class));
    }

    private static Cost cost(Runnable command) {
        LOG.clear();
        command.run();
        return Cost.of(LOG);
    }
}
