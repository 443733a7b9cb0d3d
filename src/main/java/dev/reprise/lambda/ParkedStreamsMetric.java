package dev.reprise.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The metric {@code ParkedStreams} in the namespace {@code Reprise}, as a line of a log.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">The
 *     embedded metric format</a>
 */
final class ParkedStreamsMetric {

    private static final String NAME = "ParkedStreams";
    private static final String STACK = "Stack";

    private ParkedStreamsMetric() {}

    /** The line for a number of streams. */
    static String line(Instant at, String stack, int count) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws");
        metadata.put("Timestamp", at.toEpochMilli());
        ObjectNode directive = metadata.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", "Reprise");
        directive.putArray("Dimensions").addArray().add(STACK);
        directive.putArray("Metrics").addObject().put("Name", NAME).put("Unit", "Count");
        line.put(STACK, stack);
        line.put(NAME, count);
        return line.toString();
    }
}
