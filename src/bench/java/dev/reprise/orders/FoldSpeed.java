package dev.reprise.orders;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time to fold a stream of {@value #EVENTS} events and to materialize the lines. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FoldSpeed {

    static final int EVENTS = 1_000;

    @Param({"10", "1000"})
    public int lines;

    private List<Order.Event> stream = List.of();

    @Setup
    public void prepare() {
        stream = MeasuredOrders.stream(EVENTS, lines);
    }

    @Benchmark
    public Object fold() {
        return lines(stream);
    }

    /** The lines of the order after all events of a stream. */
    static List<OrderLine> lines(List<Order.Event> stream) {
        OrderDecider decider = new OrderDecider();
        Order order = decider.initialState();
        for (Order.Event event : stream) {
            order = decider.evolve(order, event, Instant.EPOCH);
        }
        return ((Order.Created) order).contents().items().lines();
    }
}
