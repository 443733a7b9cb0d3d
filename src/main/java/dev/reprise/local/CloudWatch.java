package dev.reprise.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The metrics of a stack on this machine. The stand-ins for AWS services report values, and the
 * functions write values to their logs. Values are kept per minute, for an hour. It is thread-safe.
 */
final class CloudWatch {

    /** The shortest period of a metric of an AWS service. */
    static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration KEPT = Duration.ofHours(1);

    /** The values that a metric got in a minute, as a statistic set. */
    private record Values(double sum, double minimum, double maximum, long count) {

        private Values plus(Values other) {
            return new Values(
                    sum + other.sum,
                    Math.min(minimum, other.minimum),
                    Math.max(maximum, other.maximum),
                    count + other.count);
        }
    }

    private final InstantSource clock;
    private final Instant start;
    private final Map<MetricName, NavigableMap<Instant, Values>> metrics =
            new ConcurrentHashMap<>();

    /**
     * @param clock the time at which a value is reported
     */
    CloudWatch(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /** The time from which on values are reported. */
    Instant start() {
        return start;
    }

    Instant now() {
        return clock.instant();
    }

    /** Reports a value. */
    void put(MetricName metric, double value) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        NavigableMap<Instant, Values> minutes =
                metrics.computeIfAbsent(metric, _ -> new ConcurrentSkipListMap<>());
        minutes.merge(minute, new Values(value, value, value, 1), Values::plus);
        minutes.headMap(minute.minus(KEPT)).clear();
    }

    /** Reports the metrics that a line of a function's log has in the embedded metric format. */
    void readLog(String line) {
        EmbeddedMetricLine.read(line).forEach(this::put);
    }

    /**
     * A statistic of the values in a period; empty if the period has no values.
     *
     * @param statistic such as {@code Sum}
     * @throws IllegalArgumentException if the statistic is not imitated
     */
    OptionalDouble statistic(MetricName metric, String statistic, Instant from, Duration period) {
        NavigableMap<Instant, Values> minutes = metrics.get(metric);
        if (minutes == null) {
            return OptionalDouble.empty();
        }
        return minutes.subMap(from, from.plus(period)).values().stream()
                .reduce(Values::plus)
                .map(values -> OptionalDouble.of(statistic(statistic, values)))
                .orElse(OptionalDouble.empty());
    }

    private static double statistic(String statistic, Values values) {
        return switch (statistic) {
            case "Sum" -> values.sum();
            case "Minimum" -> values.minimum();
            case "Maximum" -> values.maximum();
            case "Average" -> values.sum() / values.count();
            case "SampleCount" -> values.count();
            default ->
                    throw new IllegalArgumentException(
                            "the statistic " + statistic + " is not imitated");
        };
    }
}
