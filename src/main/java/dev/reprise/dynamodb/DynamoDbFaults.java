package dev.reprise.dynamodb;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Translates the SDK's exceptions: throttling, server errors, failed connections, and tables and
 * permissions that are missing become a {@link StoreUnavailableException}. All others are thrown
 * on.
 */
final class DynamoDbFaults {

    private static final int SERVER_ERROR = 500;

    /** Nothing is wrong with the request, but with who sends it or where it goes. */
    private static final Set<String> REFUSALS =
            Set.of(
                    "AccessDeniedException",
                    "ExpiredTokenException",
                    "InvalidSignatureException",
                    "MissingAuthenticationTokenException",
                    "ResourceNotFoundException",
                    "UnrecognizedClientException");

    private DynamoDbFaults() {}

    /** The result of a call to DynamoDB. */
    static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            if (e.isThrottlingException()
                    || e instanceof TransactionConflictException
                    || e instanceof TransactionInProgressException) {
                throw new StoreUnavailableException(Reason.THROTTLED, e);
            }
            if (e.statusCode() >= SERVER_ERROR) {
                throw new StoreUnavailableException(Reason.UNREACHABLE, e);
            }
            if (e.awsErrorDetails() != null && REFUSALS.contains(e.awsErrorDetails().errorCode())) {
                throw new StoreUnavailableException(Reason.REFUSED, e);
            }
            throw e;
        } catch (SdkClientException e) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, e);
        }
    }

    /** An iterator that calls DynamoDB when it is created and while it is used. */
    static <T> Iterator<T> translatedIterator(Supplier<Iterator<T>> iterator) {
        Iterator<T> untranslated = translated(iterator);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return translated(untranslated::hasNext);
            }

            @Override
            public T next() {
                return translated(untranslated::next);
            }
        };
    }
}
