package dev.reprise.dynamodb;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Why DynamoDB cancelled a transaction. It gives one reason for each item of the request. */
final class CancelledTransaction {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String NONE = "None";
    private static final Set<String> TRANSIENT =
            Set.of("TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError");

    private CancelledTransaction() {}

    /** Whether the condition of an item failed. */
    static boolean isFailedCondition(CancellationReason reason) {
        return CONDITION_FAILED.equals(reason.code());
    }

    /** Whether the condition of any item failed. */
    static boolean hasFailedCondition(TransactionCanceledException e) {
        return e.cancellationReasons().stream().anyMatch(CancelledTransaction::isFailedCondition);
    }

    /** Whether the same transaction may succeed later. */
    static boolean isTransient(TransactionCanceledException e) {
        List<String> codes =
                e.cancellationReasons().stream()
                        .map(CancellationReason::code)
                        .filter(code -> !code.equals(NONE))
                        .toList();
        return !codes.isEmpty() && TRANSIENT.containsAll(codes);
    }
}
