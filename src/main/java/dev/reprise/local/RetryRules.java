package dev.reprise.local;

import java.time.Duration;
import java.util.Optional;

/**
 * What a mapping does with a batch that fails.
 *
 * @param partialFailures whether the function may report the records that failed
 * @param bisect whether a batch that fails is delivered again in halves
 * @param maxRetries how often a batch is delivered again; -1 for as often as it takes
 * @param maxAge how old a record may be. Older ones are given up, unless this is empty
 * @param destination the ARN of the queue that learns what was given up. Empty for none
 */
record RetryRules(
        boolean partialFailures,
        boolean bisect,
        long maxRetries,
        Optional<Duration> maxAge,
        Optional<String> destination) {

    private static final long NO_LIMIT = -1;

    /** Reads the properties of a mapping. One that is not there has Lambda's default. */
    static RetryRules of(TemplateValue mapping) {
        return new RetryRules(
                mapping.optional("FunctionResponseTypes")
                        .filter(types -> types.texts().contains("ReportBatchItemFailures"))
                        .isPresent(),
                mapping.optional("BisectBatchOnFunctionError")
                        .filter(bisect -> bisect.text().equals("true"))
                        .isPresent(),
                number(mapping, "MaximumRetryAttempts"),
                Optional.of(number(mapping, "MaximumRecordAgeInSeconds"))
                        .filter(seconds -> seconds != NO_LIMIT)
                        .map(Duration::ofSeconds),
                mapping.optional("DestinationConfig", "OnFailure", "Destination")
                        .map(TemplateValue::text));
    }

    private static long number(TemplateValue mapping, String name) {
        return mapping.optional(name).map(TemplateValue::number).orElse(NO_LIMIT);
    }

    /** Whether a batch that was delivered again so often may be delivered once more. */
    boolean allowsRetryAfter(int retries) {
        return maxRetries == NO_LIMIT || retries < maxRetries;
    }
}
