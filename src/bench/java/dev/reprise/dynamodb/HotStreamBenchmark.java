package dev.reprise.dynamodb;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.EventStore;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Measures how many commands give up if many processes change one order, each as soon as its last
 * command is answered. Each writer has a memory of its own, as a process has.
 */
class HotStreamBenchmark {

    /** The commits that all queries returned. */
    private static final LongAdder COMMITS_READ = new LongAdder();

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(configuration -> {
                        DynamoDbClientDefaults.apply(configuration);
                        configuration.addExecutionInterceptor(new CountCommits());
                    })
                    .build();
    private static final EventStore STORE =
            new DynamoDbEventStore(CLIENT, DynamoDbLocal.freshTables() + "-events");

    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration MEASURED = Duration.ofSeconds(30);

    private static final MarkdownTable TABLE =
            new MarkdownTable(
                    "writers",
                    "commits per second",
                    "contended",
                    "commits read per commit written",
                    "goal");

    @AfterAll
    static void print() throws IOException {
        CLIENT.close();
        Numbers.add(
                "Many writers of one order",
                "Each writer is a process of its own and adds an item as soon as its last command is"
                        + " answered. All share DynamoDB Local and the processors. Contended is the"
                        + " share of commands that were answered 503.",
                TABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void commands_that_give_up(int writers) throws Exception {
        run(writers, WARM_UP);
        Counts counts = run(writers, MEASURED);
        double share = 100.0 * counts.contended / (counts.contended + counts.handled);
        TABLE.row(
                Integer.toString(writers),
                Long.toString(counts.handled / MEASURED.toSeconds()),
                String.format(
                        Locale.ROOT,
                        "%d of %d: %.2f %%",
                        counts.contended,
                        counts.contended + counts.handled,
                        share),
                String.format(Locale.ROOT, "%.1f", (double) counts.commitsRead / counts.handled),
                "< 1 % contended");
    }

    private record Counts(long handled, long contended, long commitsRead) {}

    private static Counts run(int writers, Duration duration) throws Exception {
        OrderId order = Commands.orderWith(new Orders(STORE), 1);
        LongAdder handled = new LongAdder();
        LongAdder contended = new LongAdder();
        COMMITS_READ.reset();
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < writers; writer++) {
                Orders orders = new Orders(STORE);
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        switch (Commands.send(orders, order, MeasuredOrders.add(0))) {
                            case CommandResult.Handled<?, ?> _ -> handled.increment();
                            case CommandResult.Contended<?, ?> _ -> contended.increment();
                            case CommandResult<?, ?> other ->
                                    throw new AssertionError("unexpected " + other);
                        }
                    }
                });
            }
        }
        return new Counts(handled.sum(), contended.sum(), COMMITS_READ.sum());
    }

    private static final class CountCommits implements ExecutionInterceptor {

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.response() instanceof QueryResponse page) {
                COMMITS_READ.add(page.count());
            }
        }
    }
}
