package dev.reprise.dynamodb;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * The time-outs and retries of the DynamoDB client. API Gateway ends a request after 30 seconds. A
 * command makes a few calls, and each of them ends within {@link #CALL_TIMEOUT}, so the caller gets
 * the service's error and not the gateway's.
 */
public final class DynamoDbClientDefaults {

    /**
     * The time-out of one attempt of a call. DynamoDB answers in milliseconds; this ends the wait
     * for a lost answer.
     */
    static final Duration ATTEMPT_TIMEOUT = Duration.ofMillis(2_500);

    /** The time-out of a call with all its attempts and the pauses between them. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(7);

    private static final int MAX_ATTEMPTS = 4;

    private DynamoDbClientDefaults() {}

    /**
     * Configures a client; pass this method to {@code overrideConfiguration}.
     *
     * <p>Besides what the SDK retries, it retries a put whose key is part of a running transaction,
     * and a transaction that still runs from an earlier attempt: neither has an outcome yet.
     *
     * <p>The SDK's circuit breaker, a budget of retries that all calls share, is off. It would end
     * a call after its first attempt because other calls had failed. The outcome of that call would
     * be unknown, and its caller would repeat it anyway.
     */
    public static void apply(ClientOverrideConfiguration.Builder configuration) {
        configuration
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .addExecutionInterceptor(new MissingTable())
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .circuitBreakerEnabled(false)
                                .retryOnException(TransactionConflictException.class)
                                .retryOnException(TransactionInProgressException.class)
                                .build());
    }
}
