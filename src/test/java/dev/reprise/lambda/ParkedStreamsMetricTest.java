package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ParkedStreamsMetricTest {

    @Test
    void a_line_names_the_metric_its_dimension_and_its_value() {
        assertThat(ParkedStreamsMetric.line(Instant.ofEpochMilli(1_769_847_330_120L), "shop", 3))
                .isEqualTo(
                        "{\"_aws\":{\"Timestamp\":1769847330120,\"CloudWatchMetrics\":[{"
                                + "\"Namespace\":\"Reprise\",\"Dimensions\":[[\"Stack\"]],"
                                + "\"Metrics\":[{\"Name\":\"ParkedStreams\",\"Unit\":\"Count\"}]}]},"
                                + "\"Stack\":\"shop\",\"ParkedStreams\":3}");
    }
}
