package dev.reprise.local;

import java.util.Optional;

/**
 * Reports the metrics of an SQS queue.
 *
 * @param queueArn empty if there is no queue
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Available
 *     CloudWatch metrics for Amazon SQS</a>
 */
record QueueMetrics(CloudWatch metrics, Optional<String> queueArn) {

    /** Reports the number of messages that can be received. */
    void report(int messages) {
        queueArn.map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                .ifPresent(queue ->
                        metrics.put(
                                MetricName.of(
                                        "AWS/SQS",
                                        "ApproximateNumberOfMessagesVisible",
                                        "QueueName",
                                        queue),
                                messages));
    }
}
