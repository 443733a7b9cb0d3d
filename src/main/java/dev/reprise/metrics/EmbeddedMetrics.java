package dev.reprise.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes metrics as lines of the log. CloudWatch makes metrics of them with the stack as their only
 * dimension, and the lines can be searched by what they say besides.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">The
 *     embedded metric format</a>
 */
@Singleton
public final class EmbeddedMetrics {

    /** Writes nothing. */
    public static final EmbeddedMetrics OFF =
            new EmbeddedMetrics(false, "", InstantSource.system(), _ -> {});

    private static final String NAMESPACE = "Reprise";
    private static final String STACK = "Stack";

    private final boolean on;
    private final String stack;
    private final InstantSource clock;
    private final Consumer<String> output;
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile boolean silent;

    @Inject
    EmbeddedMetrics(
            @ConfigProperty(name = "reprise.metrics") String where,
            @ConfigProperty(name = "reprise.stack") String stack) {
        this(isOn(where), stack, InstantSource.system(), EmbeddedMetrics::print);
    }

    /**
     * @param output takes each line
     */
    public EmbeddedMetrics(boolean on, String stack, InstantSource clock, Consumer<String> output) {
        this.on = on;
        this.stack = stack;
        this.clock = clock;
        this.output = output;
    }

    /** Whether anything is written. */
    public boolean isOn() {
        return on;
    }

    private static boolean isOn(String where) {
        return switch (where) {
            case "log" -> true;
            case "off" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "reprise.metrics must be log or off, not " + where);
        };
    }

    /** CloudWatch takes a metric from a line of the log that is nothing but its JSON. */
    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    /** Runs something that is not a call of anybody's, without metrics. */
    public void silently(Runnable run) {
        silent = true;
        try {
            run.run();
        } finally {
            silent = false;
        }
    }

    /** 1 for the first call that asks, and 0 for all others. A silent one does not count. */
    int coldStart() {
        return !silent && first.compareAndSet(true, false) ? 1 : 0;
    }

    /**
     * What every call says: whether it was the first of its process, and what it took from
     * DynamoDB. Its caller may add to it.
     */
    public Map<Metric, Number> ofCall(StoreUsage.Taken taken) {
        Map<Metric, Number> measured = new EnumMap<>(Metric.class);
        measured.put(Metric.COLD_STARTS, coldStart());
        measured.put(Metric.STORE_REQUESTS, taken.requests());
        measured.put(Metric.READ_UNITS, taken.readUnits());
        measured.put(Metric.WRITE_UNITS, taken.writeUnits());
        measured.put(Metric.FAILED_CONDITIONS, taken.failedConditions());
        return measured;
    }

    /**
     * Writes a line. The line has the id of the call's trace.
     *
     * @param properties what the line says besides, such as the correlation id
     */
    public void write(Map<Metric, ? extends Number> metrics, Map<String, String> properties) {
        if (on && !silent) {
            output.accept(line(metrics, properties));
        }
    }

    private String line(Map<Metric, ? extends Number> metrics, Map<String, String> properties) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws");
        metadata.put("Timestamp", clock.millis());
        ObjectNode directive = metadata.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(STACK);
        ArrayNode declared = directive.putArray("Metrics");
        line.put(STACK, stack);
        metrics.forEach((metric, value) -> {
            declared.addObject().put("Name", metric.title()).put("Unit", metric.unit());
            line.put(metric.title(), value.doubleValue());
        });
        properties.forEach(line::put);
        TraceId.current().ifPresent(id -> line.put(LogFields.TRACE_ID, id));
        return line.toString();
    }
}
