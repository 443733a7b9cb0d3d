package dev.reprise.dynamodb;

import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Names the table in the error of a call whose table does not exist. DynamoDB's own error may not.
 */
final class MissingTable implements ExecutionInterceptor {

    @Override
    public Throwable modifyException(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!(context.exception() instanceof ResourceNotFoundException missing)) {
            return context.exception();
        }
        return missing.toBuilder()
                .message(
                        "%s is not there, or lacks an index: create it as template.yaml declares it, or set REPRISE_EVENTS_TABLE, REPRISE_VIEWS_TABLE and REPRISE_KEYS_TABLE to the names of the tables"
                                .formatted(tables(context.request())))
                .cause(missing)
                .build();
    }

    /** A transaction names its tables in its parts. */
    private static Object tables(SdkRequest request) {
        return request.getValueForField("TableName", Object.class)
                .or(() ->
                        request.getValueForField("RequestItems", Object.class)
                                .map(items ->
                                        items instanceof Map<?, ?> byTable
                                                ? byTable.keySet()
                                                : items))
                .orElse("a transaction");
    }
}
