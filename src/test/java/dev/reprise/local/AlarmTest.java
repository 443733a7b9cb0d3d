package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmTest {

    private static final MetricName METRIC = MetricName.of("Shop", "Orders", "Stack", "reprise");

    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private final CloudWatch metrics = new CloudWatch(() -> now);

    private static Alarm alarm(String rule) {
        return Alarm.of(
                        CloudFormationTemplate.read(
                                "template.yaml",
                                new StringReader(
                                        """
                                        Resources:
                                          OrdersAlarm:
                                            Type: AWS::CloudWatch::Alarm
                                            Properties:
                                              AlarmDescription: Orders
                                        """
                                                + rule.indent(6)),
                                Map.of()))
                .getFirst();
    }

    private static Alarm alarm(
            String statistic, int seconds, int periods, String comparison, String missing) {
        return alarm(
                """
                Namespace: Shop
                MetricName: Orders
                Dimensions: [{ Name: Stack, Value: !Ref "AWS::StackName" }]
                Statistic: %s
                Period: %d
                EvaluationPeriods: %d
                Threshold: 2
                ComparisonOperator: %sThreshold
                TreatMissingData: %s
                """
                        .formatted(statistic, seconds, periods, comparison, missing));
    }

    /** One minute after another with the values in it, separated by spaces; - for none. */
    private void report(String... minutes) {
        for (String values : minutes) {
            for (String value : values.split(" ")) {
                if (!value.equals("-")) {
                    metrics.put(METRIC, Double.parseDouble(value));
                }
            }
            now = now.plus(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sum, 1 1, false", "Sum, 1 2, true",
        "Maximum, 1 2, false", "Maximum, 3 0, true",
        "Minimum, 1 5, false", "Minimum, 3 5, true",
        "Average, 1 3, false", "Average, 2 3, true",
        "SampleCount, 9 9, false", "SampleCount, 0 0 0, true"
    })
    void it_compares_a_statistic_with_the_threshold(
            String statistic, String values, boolean raised) {
        report(values);
        assertThat(alarm(statistic, 60, 1, "GreaterThan", "notBreaching").isRaised(metrics))
                .isEqualTo(raised);
    }

    @ParameterizedTest
    @CsvSource({
        "3 3 3, true", "2 3 3, false", "3 2 3, false", "3 3 2, false",
        "- 3 3, false", "3 3 -, false", "2 3 3 3, true", "3 3, false"
    })
    void each_of_its_periods_has_to_be_wrong(String minutes, boolean raised) {
        report(minutes.split(" "));
        assertThat(alarm("Sum", 60, 3, "GreaterThan", "notBreaching").isRaised(metrics))
                .isEqualTo(raised);
    }

    @ParameterizedTest
    @CsvSource({"-, true", "1, true", "2, false"})
    void a_period_without_a_value_can_be_wrong(String minute, boolean raised) {
        report(minute);
        assertThat(alarm("Sum", 60, 1, "LessThan", "breaching").isRaised(metrics))
                .isEqualTo(raised);
    }

    @Test
    void a_period_that_is_not_over_is_not_looked_at() {
        report("0");
        metrics.put(METRIC, 3);
        now = now.plusSeconds(59);
        Alarm alarm = alarm("Sum", 60, 1, "GreaterThan", "notBreaching");
        assertThat(alarm.isRaised(metrics)).isFalse();
        now = now.plusSeconds(1);
        assertThat(alarm.isRaised(metrics)).isTrue();
    }

    @Test
    void a_long_period_has_the_values_of_its_minutes() {
        Alarm alarm = alarm("Sum", 300, 1, "GreaterThan", "notBreaching");
        report("1", "1", "-", "1");
        assertThat(alarm.isRaised(metrics)).isFalse();
        report("-");
        assertThat(alarm.isRaised(metrics)).isTrue();
        report("-", "-", "-", "-", "-");
        assertThat(alarm.isRaised(metrics)).isFalse();
    }

    @Test
    void before_there_are_enough_periods_nothing_is_missing() {
        Alarm alarm = alarm("Sum", 300, 2, "LessThan", "breaching");
        report("-", "-", "-", "-", "-", "-", "-", "-", "-");
        assertThat(alarm.isRaised(metrics)).isFalse();
        report("-");
        assertThat(alarm.isRaised(metrics)).isTrue();
    }

    @Test
    void values_of_other_dimensions_are_another_metric() {
        metrics.put(MetricName.of("Shop", "Orders", "Stack", "other"), 3);
        report("-");
        assertThat(alarm("Sum", 60, 1, "GreaterThan", "notBreaching").isRaised(metrics)).isFalse();
    }

    @Test
    void it_can_watch_an_expression() {
        Alarm alarm =
                alarm(
                        """
                        Metrics:
                          - Id: result
                            Expression: FILL(orders, 0) + 1
                          - Id: orders
                            ReturnData: false
                            MetricStat:
                              Metric:
                                Namespace: Shop
                                MetricName: Orders
                                Dimensions: [{ Name: Stack, Value: reprise }]
                              Period: 60
                              Stat: Sum
                        EvaluationPeriods: 1
                        Threshold: 2
                        ComparisonOperator: GreaterThanThreshold
                        TreatMissingData: notBreaching
                        """);
        report("1");
        assertThat(alarm.isRaised(metrics)).isFalse();
        report("2");
        assertThat(alarm.isRaised(metrics)).isTrue();
        report("-");
        assertThat(alarm.isRaised(metrics)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DatapointsToAlarm: 1",
                "ThresholdMetricId: x",
                "EvaluateLowSampleCountPercentile: ignore"
            })
    void what_is_not_imitated_is_refused(String property) {
        assertThatThrownBy(() -> alarm(property)).isInstanceOf(TemplateException.class);
    }

    @Test
    void a_comparison_or_a_treatment_that_is_not_imitated_is_refused() {
        assertThatThrownBy(() -> alarm("Sum", 60, 1, "GreaterThanOrEqualTo", "notBreaching"))
                .hasMessageContaining("GreaterThanOrEqualToThreshold");
        assertThatThrownBy(() -> alarm("Sum", 60, 1, "GreaterThan", "ignore"))
                .hasMessageContaining("ignore");
    }

    @Test
    void a_watch_tells_each_change_once() {
        var lines = new ArrayList<String>();
        var watch =
                new AlarmWatch(
                        List.of(alarm("Sum", 60, 1, "GreaterThan", "notBreaching")),
                        metrics,
                        lines::add);
        for (String minute : new String[] {"1", "3", "4", "-", "-"}) {
            report(minute);
            watch.look();
        }
        assertThat(lines).containsExactly("ALARM OrdersAlarm: Orders", "OK OrdersAlarm");
    }
}
