package dev.reprise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.120Z");

    private final List<String> lines = new ArrayList<>();
    private final EmbeddedMetrics metrics =
            new EmbeddedMetrics(true, "shop", () -> NOW, lines::add);

    @Test
    void a_line_declares_its_metrics_and_says_their_values() throws JsonProcessingException {
        metrics.write(Map.of(Metric.READ_UNITS, 1.5), Map.of("status", "201"));

        assertThat(lines).hasSize(1);
        var json = new JsonMapper();
        assertThat(json.readTree(lines.getFirst()))
                .isEqualTo(
                        json.readTree(
                                """
                                {"_aws":{"Timestamp":1769847330120,"CloudWatchMetrics":[{
                                   "Namespace":"Reprise","Dimensions":[["Stack"]],
                                   "Metrics":[{"Name":"ReadUnits","Unit":"Count"}]}]},
                                 "Stack":"shop","ReadUnits":1.5,"status":"201"}
                                """));
    }

    @Test
    void a_value_of_a_caller_cannot_end_the_line() {
        metrics.write(Map.of(), Map.of("correlationId", "a\nb\"c"));

        assertThat(lines.getFirst()).doesNotContain("\n").contains("a\\nb\\\"c");
    }

    @Test
    void the_first_call_is_a_cold_start_and_silent_ones_do_not_count() {
        metrics.silently(() -> {
            assertThat(metrics.coldStart()).isZero();
            metrics.write(Map.of(Metric.COLD_STARTS, 1), Map.of());
        });

        assertThat(lines).isEmpty();
        assertThat(metrics.coldStart()).isEqualTo(1);
        assertThat(metrics.coldStart()).isZero();
    }

    @Test
    void they_are_off_unless_a_setting_says_otherwise() {
        EmbeddedMetrics.OFF.write(Map.of(Metric.READ_UNITS, 1), Map.of());

        assertThatThrownBy(() -> new EmbeddedMetrics("on", "shop"))
                .hasMessage("reprise.metrics must be log or off, not on");
    }
}
