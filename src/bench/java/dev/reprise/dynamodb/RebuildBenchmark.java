package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.Order;
import dev.reprise.serialization.EventFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Measures a rebuild, compared with a parallel scan and one put for each row by the SDK alone, and
 * the memory that it takes. No number fails the run.
 */
class RebuildBenchmark {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();

    private static final int SMALL = 10_000;

    /** DynamoDB Local takes more than a minute to store so many, and is slower after it. */
    private static final int LARGE = 40_000;

    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 3;

    /** An order is created, and gets three items, each in its own commit. */
    private static final int COMMITS_OF_ORDER = 4;

    private static final int BATCH = 25;

    /** How long to wait between two samples of the heap. */
    private static final Duration SAMPLE = Duration.ofMillis(300);

    private static final MarkdownTable SPEED =
            new MarkdownTable(
                    "events",
                    "rows",
                    "rebuild, events per second",
                    "SDK alone, events per second",
                    "ratio (lowest to highest)",
                    "goal");
    private static final MarkdownTable MEMORY =
            new MarkdownTable("events", "live heap at most above that before, MB");

    @AfterAll
    static void print() throws IOException {
        CLIENT.close();
        Numbers.add(
                "Rebuild of a read model",
                "All events are scanned in "
                        + RebuildRun.PARTS
                        + " parts, and one row is written for each order, of "
                        + COMMITS_OF_ORDER
                        + " commits of one event each. The SDK alone scans the same, and puts as many rows of the same size, without a condition: medians of "
                        + ROUNDS
                        + " rounds by turns. A missed goal does not fail the run.",
                SPEED);
        Numbers.add(
                "Memory of a rebuild",
                "The heap that is still in use after a collection, sampled while the rebuild runs. DynamoDB Local runs in the same JVM.",
                MEMORY);
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void events_per_second(int events) throws Exception {
        String tables = DynamoDbLocal.freshTables();
        load(tables + "-events", events / COMMITS_OF_ORDER);
        RebuildRun rebuild = new RebuildRun(CLIENT, tables);
        int first = rebuild.begin();
        rebuild.fill();
        rebuild.end();
        BareRebuild bare = new BareRebuild(CLIENT, tables, anyRow(tables, rebuild.name(), first));
        for (int round = 0; round < (events == SMALL ? WARM_UP_ROUNDS : 0); round++) {
            seconds(rebuild);
            seconds(bare, -1 - round);
        }
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                ours[round] = seconds(rebuild);
                theirs[round] = seconds(bare, round);
            } else {
                theirs[round] = seconds(bare, round);
                ours[round] = seconds(rebuild);
            }
        }
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ratios[round] = theirs[round] / ours[round];
        }
        SPEED.row(
                number("%,.0f", events),
                number("%,.0f", (double) events / COMMITS_OF_ORDER),
                number("%,.0f", events / median(ours)),
                number("%,.0f", events / median(theirs)),
                number("%.2f", median(ratios))
                        + number(" (%.2f", DoubleStream.of(ratios).min().orElseThrow())
                        + number(" to %.2f)", DoubleStream.of(ratios).max().orElseThrow()),
                "≥ 0.8");
        MEMORY.row(number("%,.0f", events), number("%.1f", megabytes(rebuild)));
    }

    private static double seconds(RebuildRun rebuild) throws InterruptedException {
        rebuild.begin();
        long start = System.nanoTime();
        rebuild.fill();
        double seconds = (System.nanoTime() - start) / 1e9;
        rebuild.end();
        return seconds;
    }

    private static double seconds(BareRebuild bare, int generation) throws InterruptedException {
        long start = System.nanoTime();
        bare.run(1_000 + generation);
        return (System.nanoTime() - start) / 1e9;
    }

    /** How much more live heap there is during a rebuild than before, at most. */
    private static double megabytes(RebuildRun rebuild) throws InterruptedException {
        rebuild.begin();
        long before = liveHeap();
        AtomicLong most = new AtomicLong(before);
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> samples =
                    sampler.scheduleWithFixedDelay(
                            () -> most.accumulateAndGet(liveHeap(), Math::max),
                            SAMPLE.toMillis(),
                            SAMPLE.toMillis(),
                            TimeUnit.MILLISECONDS);
            rebuild.fill();
            samples.cancel(false);
        }
        rebuild.end();
        return (most.get() - before) / 1e6;
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Map<String, AttributeValue> anyRow(
            String tables, String projection, int generation) {
        for (int part = 0; part < ViewKeys.PARTS; part++) {
            String key = ViewKeys.part(projection, generation, part);
            List<Map<String, AttributeValue>> rows =
                    CLIENT.query(query ->
                                    query.tableName(tables + "-views")
                                            .limit(1)
                                            .keyConditionExpression("#part = :part")
                                            .expressionAttributeNames(
                                                    Map.of("#part", ViewsTable.PART))
                                            .expressionAttributeValues(
                                                    Map.of(":part", Attributes.text(key))))
                            .items();
            if (!rows.isEmpty()) {
                return rows.getFirst();
            }
        }
        throw new AssertionError("the generation has no rows");
    }

    /** Puts the items of orders, many at a time. */
    private static void load(String table, int orders) {
        List<WriteRequest> items = new ArrayList<>();
        for (int order = 0; order < orders; order++) {
            CommitBoundary end =
                    CommitBoundary.startOf(new StreamName("order", UUID.randomUUID().toString()));
            for (List<Order.Event> events : MeasuredOrders.commits(COMMITS_OF_ORDER)) {
                EncodedCommit.Item item =
                        CommitItem.encode(
                                new NewCommit(
                                        end,
                                        MeasuredOrders.codec(EventFormat.JSON).encode(events),
                                        new CommandId(UUID.randomUUID().toString()),
                                        CommandDigest.of(1, Digest.of(new byte[Digest.LENGTH])),
                                        Metadata.NONE,
                                        Instant.now()));
                end = item.stored().end();
                items.add(
                        WriteRequest.builder()
                                .putRequest(put -> put.item(item.attributes()))
                                .build());
            }
            if (items.size() >= BATCH - COMMITS_OF_ORDER) {
                put(table, items);
                items.clear();
            }
        }
        if (!items.isEmpty()) {
            put(table, items);
        }
    }

    private static void put(String table, List<WriteRequest> items) {
        if (!CLIENT.batchWriteItem(batch -> batch.requestItems(Map.of(table, List.copyOf(items))))
                .unprocessedItems()
                .isEmpty()) {
            throw new AssertionError("DynamoDB Local left items unprocessed");
        }
    }

    private static double median(double[] values) {
        return DoubleStream.of(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
