package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingStreamsMetricsTest {

    @Test
    void a_line_names_the_metrics_their_dimension_and_their_values() {
        assertThat(
                        WaitingStreamsMetrics.line(
                                Instant.ofEpochMilli(1_769_847_330_120L), "shop", 3, 1))
                .isEqualTo(
                        "{\"_aws\":{\"Timestamp\":1769847330120,\"CloudWatchMetrics\":[{"
                                + "\"Namespace\":\"Reprise\",\"Dimensions\":[[\"Stack\"]],"
                                + "\"Metrics\":[{\"Name\":\"ParkedStreams\",\"Unit\":\"Count\"},"
                                + "{\"Name\":\"RetryingStreams\",\"Unit\":\"Count\"}]}]},"
                                + "\"Stack\":\"shop\",\"ParkedStreams\":3,\"RetryingStreams\":1}");
    }
}
