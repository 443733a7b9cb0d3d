package dev.reprise.local;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An alarm of {@code template.yaml}, with its rule. The alarm is raised if each of its last
 * complete periods is on the wrong side of the threshold. It is not raised before all these periods
 * are over.
 *
 * <p>CloudWatch is different in one case: if a period has no value, CloudWatch may use a value of
 * an earlier period. So an alarm in AWS can stay raised for some minutes longer.
 *
 * @param name the logical id
 * @param metrics the statistics that the alarm watches, by their ids
 * @param expression its value is compared with the threshold; empty to compare the only metric
 * @param periods the number of periods
 * @param isRaisedByMissing whether a period without a value is on the wrong side
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html">Alarm
 *     evaluation</a>
 */
record Alarm(
        String name,
        String description,
        Map<String, Statistic> metrics,
        Optional<MetricMath> expression,
        Duration period,
        int periods,
        double threshold,
        Comparison comparison,
        boolean isRaisedByMissing) {

    private static final String TYPE = "AWS::CloudWatch::Alarm";

    /** The properties that this reader knows. It refuses an alarm with any other property. */
    private static final Set<String> KNOWN =
            Set.of(
                    "AlarmActions",
                    "AlarmDescription",
                    "ComparisonOperator",
                    "Dimensions",
                    "EvaluationPeriods",
                    "MetricName",
                    "Metrics",
                    "Namespace",
                    "OKActions",
                    "Period",
                    "Statistic",
                    "Threshold",
                    "TreatMissingData");

    /** A statistic of a metric. */
    record Statistic(MetricName metric, String statistic) {}

    /** On which side of the threshold a value is wrong. */
    enum Comparison {
        ABOVE,
        BELOW;

        private boolean isWrong(double value, double threshold) {
            return this == ABOVE ? value > threshold : value < threshold;
        }
    }

    Alarm {
        metrics = Map.copyOf(metrics);
    }

    /**
     * The alarms of a template, in its order.
     *
     * @throws TemplateException if an alarm has something that is not imitated
     */
    static List<Alarm> of(CloudFormationTemplate template) {
        return template.resourcesOfType(TYPE).stream()
                .map(alarm -> of(alarm.logicalId(), alarm.properties().only(KNOWN)))
                .toList();
    }

    private static Alarm of(String name, TemplateValue alarm) {
        Optional<TemplateValue> parts = alarm.optional("Metrics");
        Map<String, Statistic> metrics = new HashMap<>();
        Optional<MetricMath> expression = Optional.empty();
        Duration period;
        if (parts.isEmpty()) {
            metrics.put("", statistic(alarm, alarm.required("Statistic")));
            period = seconds(alarm);
        } else {
            period = Duration.ZERO;
            for (TemplateValue part : parts.get().each()) {
                Optional<TemplateValue> metric = part.optional("MetricStat");
                if (metric.isPresent()) {
                    metrics.put(
                            part.required("Id").text(),
                            statistic(
                                    metric.get().required("Metric"),
                                    metric.get().required("Stat")));
                    period = seconds(metric.get());
                } else {
                    expression = Optional.of(expression(part));
                }
            }
        }
        return new Alarm(
                name,
                alarm.required("AlarmDescription").text(),
                metrics,
                expression,
                period,
                Math.toIntExact(alarm.required("EvaluationPeriods").number()),
                Double.parseDouble(alarm.required("Threshold").text()),
                comparison(alarm.required("ComparisonOperator")),
                isRaisedByMissing(alarm.required("TreatMissingData")));
    }

    private static Statistic statistic(TemplateValue metric, TemplateValue statistic) {
        return new Statistic(MetricName.of(metric), statistic.text());
    }

    private static Duration seconds(TemplateValue of) {
        return Duration.ofSeconds(of.required("Period").number());
    }

    private static MetricMath expression(TemplateValue part) {
        try {
            return new MetricMath(part.required("Expression").text());
        } catch (IllegalArgumentException e) {
            throw part.problem(": " + e.getMessage());
        }
    }

    private static Comparison comparison(TemplateValue operator) {
        return switch (operator.text()) {
            case "GreaterThanThreshold" -> Comparison.ABOVE;
            case "LessThanThreshold" -> Comparison.BELOW;
            default -> throw operator.problem("is " + operator.text() + ", which is not imitated");
        };
    }

    private static boolean isRaisedByMissing(TemplateValue treatment) {
        return switch (treatment.text()) {
            case "breaching" -> true;
            case "notBreaching" -> false;
            default ->
                    throw treatment.problem("is " + treatment.text() + ", which is not imitated");
        };
    }

    /** Whether the alarm is raised now. */
    boolean isRaised(CloudWatch reported) {
        long seconds = period.toSeconds();
        Instant end = Instant.ofEpochSecond(reported.now().getEpochSecond() / seconds * seconds);
        return !end.minus(period.multipliedBy(periods)).isBefore(reported.start())
                && IntStream.rangeClosed(1, periods)
                        .mapToObj(i -> end.minus(period.multipliedBy(i)))
                        .allMatch(from -> isWrong(value(reported, from)));
    }

    private boolean isWrong(OptionalDouble value) {
        return value.isPresent()
                ? comparison.isWrong(value.getAsDouble(), threshold)
                : isRaisedByMissing;
    }

    /** The value to compare with the threshold, in the period that begins at an instant. */
    OptionalDouble value(CloudWatch reported, Instant from) {
        Map<String, OptionalDouble> values = new HashMap<>();
        metrics.forEach((id, of) ->
                values.put(id, reported.statistic(of.metric(), of.statistic(), from, period)));
        return expression.isPresent()
                ? expression.get().value(values)
                : values.values().iterator().next();
    }
}
