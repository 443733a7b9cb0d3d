package dev.reprise.dynamodb;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.util.Iterator;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Translates the SDK's exceptions: throttling, server errors and failed connections become a {@link
 * StoreUnavailableException}. All others are thrown on.
 */
final class DynamoDbFaults {

    private static final int SERVER_ERROR = 500;

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
