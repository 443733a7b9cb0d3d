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
 * Where the SDK's exceptions become the port's: those that say that DynamoDB cannot be asked for
 * now. All others pass.
 */
final class DynamoDbFaults {

    private static final int SERVER_ERROR = 500;

    private DynamoDbFaults() {}

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

    /** For an iterator that makes calls when it is made, and as it goes. */
    static <T> Iterator<T> translatedIterator(Supplier<Iterator<T>> iterator) {
        Iterator<T> calling = translated(iterator);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return translated(calling::hasNext);
            }

            @Override
            public T next() {
                return translated(calling::next);
            }
        };
    }
}
