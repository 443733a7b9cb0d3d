package dev.reprise.local;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * A log line from which CloudWatch makes metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">The
 *     embedded metric format</a>
 */
final class EmbeddedMetricLine {

    private static final JsonMapper JSON = new JsonMapper();

    private EmbeddedMetricLine() {}

    /** The metrics of a line with their values; empty if the line declares none. */
    static Map<MetricName, Double> read(String line) {
        JsonNode said = json(line);
        Map<MetricName, Double> values = new HashMap<>();
        for (JsonNode directive : said.at("/_aws/CloudWatchMetrics")) {
            for (JsonNode names : directive.path("Dimensions")) {
                Map<String, String> dimensions =
                        names.valueStream()
                                .map(JsonNode::asText)
                                .collect(toMap(name -> name, name -> said.path(name).asText()));
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    values.put(
                            new MetricName(directive.path("Namespace").asText(), name, dimensions),
                            said.path(name).doubleValue());
                }
            }
        }
        return values;
    }

    private static JsonNode json(String line) {
        try {
            return line.startsWith("{") ? JSON.readTree(line) : JSON.missingNode();
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }
}
