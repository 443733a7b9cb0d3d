package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.dynamodb.Contestant.Run;
import dev.reprise.eventstore.EventStore;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.Orders;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Measures whole commands per second, compared with the same requests by the SDK alone. The
 * contestants take turns with the same number of commands each. So what slows the machine slows
 * them all, and their streams grow equally. No ratio fails the run.
 */
class CommandThroughputBenchmark {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();
    private static final String EVENTS = DynamoDbLocal.freshTables() + "-events";
    private static final EventStore STORE = new DynamoDbEventStore(CLIENT, EVENTS);

    /**
     * The runs of each contestant before the first round: 20,480 commands. A number of commands and
     * not a time, so that the code of every contestant is compiled, however slow the machine is.
     * The ratio of processor times falls until then, from 1.61 after 10,000 commands to 1.51, and
     * stays there up to 100,000.
     */
    private static final int WARM_UP_RUNS = 40;

    private static final int ROUNDS = 7;

    /** The number of items of an order before the first round, each in its own commit. */
    private static final int ITEMS = 10;

    private static final int COMMANDS_PER_STREAM = 8;

    private static final MarkdownTable SPEED =
            new MarkdownTable(
                    "Reprise",
                    "SDK alone",
                    "threads",
                    "Reprise, per second",
                    "SDK alone, per second",
                    "ratio (lowest to highest)",
                    "goal");
    private static final MarkdownTable PROCESSOR_TIME =
            new MarkdownTable(
                    "Reprise",
                    "SDK alone",
                    "threads",
                    "Reprise, µs (KB allocated)",
                    "SDK alone, µs (KB allocated)",
                    "ratio of the times (lowest to highest)",
                    "goal");

    private final Orders orders = new Orders(STORE);
    private final Orders withoutMemory = MeasuredOrders.cold(STORE);

    @AfterAll
    static void print() throws IOException {
        CLIENT.close();
        String introduction =
                "An item added to an order that exists, against the same requests by the SDK alone"
                        + " on the same DynamoDB Local, on loopback and in the same JVM: medians of "
                        + ROUNDS
                        + " rounds by turns. A missed goal does not fail the run.";
        Numbers.add("Commands per second", introduction, SPEED);
        Numbers.add(
                "Processor time of the threads that send the commands, per command",
                introduction,
                PROCESSOR_TIME);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void commands_per_second(int threads) throws Exception {
        BareSdk sdk =
                new BareSdk(
                        CLIENT,
                        EVENTS,
                        BareSdk.newest(
                                CLIENT,
                                EVENTS,
                                Commands.orderWith(orders, ITEMS).stream().toString(),
                                1));
        Contestant warm = reprise(order -> Commands.add(orders, order, 1));
        Contestant put = put(sdk);
        Contestant cold = reprise(order -> Commands.add(withoutMemory, order, 1));
        Contestant loadAndPut = loadAndPut(sdk);
        List<Contestant> contestants = List.of(warm, put, cold, loadAndPut);

        for (int run = 0; run < WARM_UP_RUNS; run++) {
            for (Contestant contestant : contestants) {
                contestant.run(threads, COMMANDS_PER_STREAM);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contestant contestant : round % 2 == 0 ? contestants : contestants.reversed()) {
                contestant.measure(threads, COMMANDS_PER_STREAM);
            }
        }
        speed("warm", warm, "put", put, threads, "≥ 0.9");
        speed("cold", cold, "query and put", loadAndPut, threads, "≥ 0.9");
        speed("warm", warm, "query and put", loadAndPut, threads, "> 1");
        processorTime("warm", warm, "put", put, threads, "≤ 1.10");
        processorTime("cold", cold, "query and put", loadAndPut, threads, "≤ 1.15");
    }

    private Contestant reprise(Consumer<OrderId> command) {
        List<OrderId> streams =
                Stream.generate(() -> Commands.orderWith(orders, ITEMS))
                        .limit(Contestant.STREAMS)
                        .toList();
        return new Contestant(stream -> command.accept(streams.get(stream)));
    }

    private static Contestant put(BareSdk sdk) {
        List<String> streams = streams(sdk);
        long[] next = new long[Contestant.STREAMS];
        Arrays.setAll(next, stream -> sdk.next(streams.get(stream)));
        return new Contestant(stream -> sdk.put(streams.get(stream), next[stream]++));
    }

    private static Contestant loadAndPut(BareSdk sdk) {
        List<String> streams = streams(sdk);
        return new Contestant(stream -> {
            String name = streams.get(stream);
            sdk.put(name, sdk.next(name));
        });
    }

    /** Streams of the same length as Reprise's, with names of the same length. */
    private static List<String> streams(BareSdk sdk) {
        List<String> streams =
                Stream.generate(() -> "order-" + UUID.randomUUID())
                        .limit(Contestant.STREAMS)
                        .toList();
        for (String stream : streams) {
            for (int seq = 1; seq <= 1 + ITEMS; seq++) {
                sdk.put(stream, seq);
            }
        }
        return streams;
    }

    private static void speed(
            String reprise,
            Contestant ours,
            String bare,
            Contestant theirs,
            int threads,
            String goal) {
        SPEED.row(
                reprise,
                bare,
                String.valueOf(threads),
                number("%,.0f", median(ours.each(Run::perSecond))),
                number("%,.0f", median(theirs.each(Run::perSecond))),
                medianAndRange(ours.ratiosTo(theirs, Run::perSecond)),
                goal);
    }

    private static void processorTime(
            String reprise,
            Contestant ours,
            String bare,
            Contestant theirs,
            int threads,
            String goal) {
        PROCESSOR_TIME.row(
                reprise,
                bare,
                String.valueOf(threads),
                microsAndKilobytes(ours),
                microsAndKilobytes(theirs),
                medianAndRange(ours.ratiosTo(theirs, Run::processorMicros)),
                goal);
    }

    private static String microsAndKilobytes(Contestant contestant) {
        return number("%,.0f", median(contestant.each(Run::processorMicros)))
                + number(" (%.1f)", median(contestant.each(Run::allocatedBytes)) / 1000);
    }

    private static String medianAndRange(DoubleStream ratios) {
        double[] sorted = ratios.sorted().toArray();
        return number("%.2f", sorted[sorted.length / 2])
                + number(" (%.2f", sorted[0])
                + number(" to %.2f)", sorted[sorted.length - 1]);
    }

    private static double median(DoubleStream values) {
        return values.sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
