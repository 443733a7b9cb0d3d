package dev.reprise.dynamodb;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One way of handling commands, on its own streams, and its measured speed. */
final class Contestant {

    /** The number of streams. Each thread uses its own share of them. */
    static final int STREAMS = 64;

    private final IntConsumer command;
    private final List<Run> rounds = new ArrayList<>();

    /**
     * @param command sends one command to the stream with a number, 0 to {@value #STREAMS} - 1
     */
    Contestant(IntConsumer command) {
        this.command = command;
    }

    /**
     * What the commands of one run took.
     *
     * @param perSecond commands per second
     * @param processorMicros processor time of the threads that send the commands, in microseconds
     *     per command
     * @param allocatedBytes bytes that these threads allocate per command
     */
    record Run(double perSecond, double processorMicros, double allocatedBytes) {}

    /** Sends commands to each stream, and records the run as a round. */
    void measure(int threads, int commandsPerStream) throws Exception {
        rounds.add(run(threads, commandsPerStream));
    }

    /** Sends commands to each stream. */
    Run run(int threads, int commandsPerStream) throws Exception {
        int share = STREAMS / threads;
        List<Callable<Work>> tasks =
                IntStream.range(0, threads)
                        .mapToObj(thread -> task(thread * share, share, commandsPerStream))
                        .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            Work work = Work.NONE;
            for (Future<Work> task : pool.invokeAll(tasks)) {
                work = work.plus(task.get());
            }
            long nanos = System.nanoTime() - start;
            double commands = STREAMS * commandsPerStream;
            return new Run(
                    commands * 1e9 / nanos,
                    work.processorNanos() / 1e3 / commands,
                    work.allocatedBytes() / commands);
        }
    }

    private Callable<Work> task(int firstStream, int streams, int commandsPerStream) {
        return () -> {
            Work before = Work.ofThisThread();
            for (int i = 0; i < streams * commandsPerStream; i++) {
                command.accept(firstStream + i % streams);
            }
            return Work.ofThisThread().minus(before);
        };
    }

    /** What a thread has used since it began. */
    private record Work(long processorNanos, long allocatedBytes) {

        static final Work NONE = new Work(0, 0);

        private static final ThreadMXBean THREADS =
                (ThreadMXBean) ManagementFactory.getThreadMXBean();

        static Work ofThisThread() {
            return new Work(
                    THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
        }

        Work plus(Work other) {
            return new Work(
                    processorNanos + other.processorNanos, allocatedBytes + other.allocatedBytes);
        }

        Work minus(Work other) {
            return new Work(
                    processorNanos - other.processorNanos, allocatedBytes - other.allocatedBytes);
        }
    }

    /** A figure of each round. */
    DoubleStream each(ToDoubleFunction<Run> figure) {
        return rounds.stream().mapToDouble(figure);
    }

    /** The ratio of a figure to that of another contestant in each round. */
    DoubleStream ratiosTo(Contestant other, ToDoubleFunction<Run> figure) {
        return IntStream.range(0, rounds.size())
                .mapToDouble(round ->
                        figure.applyAsDouble(rounds.get(round))
                                / figure.applyAsDouble(other.rounds.get(round)));
    }
}
