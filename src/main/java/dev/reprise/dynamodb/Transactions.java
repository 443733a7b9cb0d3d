package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Sends transactions. If DynamoDB cancels one, it gives one reason for each item of the request.
 */
final class Transactions {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String NONE = "None";
    private static final Set<String> TRANSIENT =
            Set.of("TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError");

    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(8, Duration.ofSeconds(4), new SecureRandom());

    private Transactions() {}

    /** Whether the condition of an item failed. */
    static boolean isFailedCondition(CancellationReason reason) {
        return CONDITION_FAILED.equals(reason.code());
    }

    /** Whether the condition of any item failed. */
    private static boolean hasFailedCondition(TransactionCanceledException e) {
        return e.cancellationReasons().stream().anyMatch(Transactions::isFailedCondition);
    }

    /** Sends a transaction, with at most 8 attempts in 4 seconds. */
    static Optional<TransactionCanceledException> send(
            DynamoDbClient client, TransactWriteItemsRequest request) {
        return send(client, request, RETRIES);
    }

    /**
     * Sends a transaction, and again after a pause if another one was in its way.
     *
     * @return why it was cancelled if a condition failed; empty if it was made
     * @throws StoreUnavailableException if it was not made after all attempts
     */
    static Optional<TransactionCanceledException> send(
            DynamoDbClient client, TransactWriteItemsRequest request, RetryPolicy retryPolicy) {
        RetryPolicy.Retries retries = retryPolicy.start();
        while (true) {
            try {
                translated(() -> client.transactWriteItems(request));
                return Optional.empty();
            } catch (TransactionCanceledException e) {
                if (hasFailedCondition(e)) {
                    return Optional.of(e);
                }
                if (!isTransient(e)) {
                    throw e;
                }
                if (!retries.again()) {
                    throw new StoreUnavailableException(Reason.THROTTLED, e);
                }
            }
        }
    }

    /** Whether the same transaction may succeed later. */
    private static boolean isTransient(TransactionCanceledException e) {
        List<String> codes =
                e.cancellationReasons().stream()
                        .map(CancellationReason::code)
                        .filter(code -> !code.equals(NONE))
                        .toList();
        return !codes.isEmpty() && TRANSIENT.containsAll(codes);
    }
}
