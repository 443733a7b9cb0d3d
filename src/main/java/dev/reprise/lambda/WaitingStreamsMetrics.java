package dev.reprise.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The metrics {@code ParkedStreams} and {@code RetryingStreams} in the namespace {@code Reprise},
 * as a line of a log.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">The
 *     embedded metric format</a>
 */
final class WaitingStreamsMetrics {

    private static final String PARKED = "ParkedStreams";
    private static final String RETRYING = "RetryingStreams";
    private static final String STACK = "Stack";

    private WaitingStreamsMetrics() {}

    /**
     * The line for numbers of streams.
     *
     * @param parked streams with a commit that could not be applied
     * @param retrying streams whose rows could not be written for the moment
     */
    static String line(Instant at, String stack, int parked, int retrying) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = line.putObject("_aws");
        metadata.put("Timestamp", at.toEpochMilli());
        ObjectNode directive = metadata.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", "Reprise");
        directive.putArray("Dimensions").addArray().add(STACK);
        ArrayNode metrics = directive.putArray("Metrics");
        metrics.addObject().put("Name", PARKED).put("Unit", "Count");
        metrics.addObject().put("Name", RETRYING).put("Unit", "Count");
        line.put(STACK, stack);
        line.put(PARKED, parked);
        line.put(RETRYING, retrying);
        return line.toString();
    }
}
