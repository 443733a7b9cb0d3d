package dev.reprise.dynamodb;

import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.RecentUsage.Units;
import dev.reprise.metrics.StoreUsage;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Asks DynamoDB what each request consumed, and adds it up: in all, and for each table. */
final class UsageInterceptor implements ExecutionInterceptor {

    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    private final StoreUsage usage;
    private final RecentUsage recent;

    UsageInterceptor(StoreUsage usage, RecentUsage recent) {
        this.usage = usage;
        this.recent = recent;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        usage.addRequest();
        return switch (context.request()) {
            case GetItemRequest get -> get.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case BatchGetItemRequest batch ->
                    batch.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case QueryRequest query -> query.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case ScanRequest scan -> scan.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case PutItemRequest put -> put.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case UpdateItemRequest update ->
                    update.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case DeleteItemRequest delete ->
                    delete.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case BatchWriteItemRequest batch ->
                    batch.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            case TransactWriteItemsRequest transaction ->
                    transaction.copy(copy -> copy.returnConsumedCapacity(TOTAL));
            // Such as DescribeTable, which costs nothing.
            case SdkRequest other -> other;
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        for (ConsumedCapacity read : read(response)) {
            usage.addReadUnits(read.capacityUnits());
            recent.add(read.tableName(), new Units(read.capacityUnits(), 0));
        }
        for (ConsumedCapacity written : written(response)) {
            usage.addWriteUnits(written.capacityUnits());
            recent.add(written.tableName(), new Units(0, written.capacityUnits()));
        }
    }

    private static Collection<ConsumedCapacity> read(SdkResponse response) {
        return switch (response) {
            case GetItemResponse get -> one(get.consumedCapacity());
            case BatchGetItemResponse batch -> batch.consumedCapacity();
            case QueryResponse query -> one(query.consumedCapacity());
            case ScanResponse scan -> one(scan.consumedCapacity());
            case SdkResponse _ -> List.of();
        };
    }

    private static Collection<ConsumedCapacity> written(SdkResponse response) {
        return switch (response) {
            case PutItemResponse put -> one(put.consumedCapacity());
            case UpdateItemResponse update -> one(update.consumedCapacity());
            case DeleteItemResponse delete -> one(delete.consumedCapacity());
            case BatchWriteItemResponse batch -> batch.consumedCapacity();
            case TransactWriteItemsResponse transaction -> transaction.consumedCapacity();
            case SdkResponse _ -> List.of();
        };
    }

    private static Collection<ConsumedCapacity> one(ConsumedCapacity consumed) {
        return consumed == null ? List.of() : List.of(consumed);
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof ConditionalCheckFailedException
                || context.exception() instanceof TransactionCanceledException) {
            usage.addFailedCondition();
        }
    }
}
