package dev.reprise.dynamodb;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * How long a call of DynamoDB may take. API Gateway gives a request 30 seconds; a command is a few
 * calls, each of which ends within {@link #CALL}, so that the caller hears of a failure from us and
 * not from a gateway that gave up.
 */
public final class DynamoDbClientDefaults {

    /**
     * One try of one call. DynamoDB answers in milliseconds; this is for the answer that does not
     * come.
     */
    static final Duration ATTEMPT = Duration.ofMillis(2_500);

    /** One call with all its tries and the waits between them. */
    static final Duration CALL = Duration.ofSeconds(7);

    private static final int ATTEMPTS = 4;

    private DynamoDbClientDefaults() {}

    /**
     * For the client's {@code overrideConfiguration}. A put that meets a transaction on its key is
     * sent again as it is: the transaction is not the outcome yet. Nor is one that is still under
     * way from an attempt that was given up.
     *
     * <p>Calls share no budget of retries: a call that was given up after its first attempt because
     * others had failed would leave its outcome unknown, to a caller who then comes again all the
     * same.
     */
    public static void apply(ClientOverrideConfiguration.Builder configuration) {
        configuration
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .circuitBreakerEnabled(false)
                                .retryOnException(TransactionConflictException.class)
                                .retryOnException(TransactionInProgressException.class)
                                .build());
    }
}
