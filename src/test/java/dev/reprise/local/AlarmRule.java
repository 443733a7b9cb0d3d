package dev.reprise.local;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An alarm of {@code template.yaml} that watches one metric.
 *
 * @param dimensions their values, by their names
 */
record AlarmRule(
        String namespace,
        String metric,
        Map<String, String> dimensions,
        double threshold,
        String comparison) {

    private static final JsonMapper JSON = new JsonMapper();

    AlarmRule {
        dimensions = Map.copyOf(dimensions);
    }

    static AlarmRule of(CloudFormationTemplate template, String logicalId) {
        TemplateValue alarm = template.resource("AWS::CloudWatch::Alarm", logicalId).properties();
        return new AlarmRule(
                alarm.required("Namespace").text(),
                alarm.required("MetricName").text(),
                alarm.required("Dimensions").each().stream()
                        .collect(
                                toMap(
                                        dimension -> dimension.required("Name").text(),
                                        dimension -> dimension.required("Value").text())),
                Double.parseDouble(alarm.required("Threshold").text()),
                alarm.required("ComparisonOperator").text());
    }

    /** Whether a value is on the alarm's side of its threshold. */
    boolean isRaisedBy(double value) {
        return switch (comparison) {
            case "GreaterThanThreshold" -> value > threshold;
            case "LessThanThreshold" -> value < threshold;
            default -> throw new IllegalArgumentException("unknown: " + comparison);
        };
    }

    /**
     * What a line of the log says of the metric.
     *
     * @param line in the embedded metric format, after the process's name
     * @return empty if CloudWatch would not make the alarm's metric of it: it is of another
     *     namespace, has another name or other dimensions
     */
    OptionalDouble valueIn(String line) {
        JsonNode said = json(line.substring(line.indexOf(' ') + 1));
        JsonNode directive = said.at("/_aws/CloudWatchMetrics/0");
        boolean isDeclared =
                directive.path("Namespace").asText().equals(namespace)
                        && directive
                                .path("Metrics")
                                .valueStream()
                                .anyMatch(declared -> declared.path("Name").asText().equals(metric))
                        && directive
                                .path("Dimensions")
                                .valueStream()
                                .anyMatch(names -> dimensions.equals(dimensions(names, said)));
        return isDeclared
                ? OptionalDouble.of(said.path(metric).doubleValue())
                : OptionalDouble.empty();
    }

    private static Map<String, String> dimensions(JsonNode names, JsonNode said) {
        return names.valueStream()
                .map(JsonNode::asText)
                .collect(toMap(name -> name, name -> said.path(name).asText()));
    }

    private static JsonNode json(String text) {
        try {
            return text.startsWith("{") ? JSON.readTree(text) : JSON.missingNode();
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }
}
