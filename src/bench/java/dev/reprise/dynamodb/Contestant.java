package dev.reprise.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One way of handling commands, on its own streams, and its measured speed. */
final class Contestant {

    /** The number of streams. Each thread uses its own share of them. */
    static final int STREAMS = 64;

    private final IntConsumer command;
    private final List<Double> rates = new ArrayList<>();

    /**
     * @param command sends one command to the stream with a number, 0 to {@value #STREAMS} - 1
     */
    Contestant(IntConsumer command) {
        this.command = command;
    }

    /** Sends commands to each stream, and records the speed as a round. */
    void measure(int threads, int commandsPerStream) throws Exception {
        rates.add(run(threads, commandsPerStream));
    }

    /**
     * Sends commands to each stream.
     *
     * @return commands per second
     */
    double run(int threads, int commandsPerStream) throws Exception {
        int share = STREAMS / threads;
        List<Callable<Void>> tasks =
                IntStream.range(0, threads)
                        .mapToObj(thread -> task(thread * share, share, commandsPerStream))
                        .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            for (Future<Void> task : pool.invokeAll(tasks)) {
                task.get();
            }
            return STREAMS * commandsPerStream * 1e9 / (System.nanoTime() - start);
        }
    }

    private Callable<Void> task(int firstStream, int streams, int commandsPerStream) {
        return () -> {
            for (int i = 0; i < streams * commandsPerStream; i++) {
                command.accept(firstStream + i % streams);
            }
            return null;
        };
    }

    /** Commands per second in each round. */
    DoubleStream rates() {
        return rates.stream().mapToDouble(rate -> rate);
    }

    /** The ratio of its speed to that of another contestant in each round. */
    DoubleStream ratesTo(Contestant other) {
        return IntStream.range(0, rates.size())
                .mapToDouble(round -> rates.get(round) / other.rates.get(round));
    }
}
