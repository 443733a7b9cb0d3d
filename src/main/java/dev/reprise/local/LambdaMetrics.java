package dev.reprise.local;

import java.time.Duration;

/**
 * Reports Lambda's metrics of one function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html">Types
 *     of metrics for Lambda functions</a>
 */
record LambdaMetrics(CloudWatch metrics, String function) {

    /**
     * Reports that a call has ended.
     *
     * @param duration the time of the call, without the start of the process
     * @param failed whether it ended without the function's answer: it threw an exception, ran out
     *     of time, did not start, or its process ended
     */
    void invoked(Duration duration, boolean failed) {
        put("Invocations", 1);
        put("Errors", failed ? 1 : 0);
        put("Duration", duration.toNanos() / 1e6);
    }

    /** Reports that a call was throttled. It is neither an invocation nor an error. */
    void throttled() {
        put("Throttles", 1);
    }

    /** Reports the age of the last record of a batch that is handed to the function. */
    void iteratorAge(Duration age) {
        put("IteratorAge", age.toNanos() / 1e6);
    }

    private void put(String name, double value) {
        metrics.put(MetricName.of("AWS/Lambda", name, "FunctionName", function), value);
    }
}
