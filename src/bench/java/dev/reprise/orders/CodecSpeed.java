package dev.reprise.orders;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.serialization.EventFormat;
import java.util.ArrayList;
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

/** The time to encode, decode and replay {@value #COMMITS} commits of one event each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CodecSpeed {

    static final int COMMITS = 1_000;

    private static final int LINES = 10;

    @Param public EventFormat format = EventFormat.JSON;

    private EventCodec<Order.Event> codec = MeasuredOrders.codec(EventFormat.JSON);
    private List<Order.Event> stream = List.of();
    private List<EncodedEvents> commits = List.of();

    @Setup
    public void prepare() {
        codec = MeasuredOrders.codec(format);
        stream = MeasuredOrders.stream(COMMITS, LINES);
        commits = encoded();
    }

    @Benchmark
    public Object encode() {
        return encoded();
    }

    private List<EncodedEvents> encoded() {
        List<EncodedEvents> encoded = new ArrayList<>(COMMITS);
        for (Order.Event event : stream) {
            encoded.add(codec.encode(List.of(event)));
        }
        return encoded;
    }

    @Benchmark
    public Object decode() {
        return decoded();
    }

    private List<Order.Event> decoded() {
        List<Order.Event> decoded = new ArrayList<>(COMMITS);
        for (EncodedEvents commit : commits) {
            decoded.addAll(codec.decode(commit));
        }
        return decoded;
    }

    @Benchmark
    public Object replay() {
        return FoldSpeed.lines(decoded());
    }
}
