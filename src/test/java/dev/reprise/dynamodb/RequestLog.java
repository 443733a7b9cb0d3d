package dev.reprise.dynamodb;

import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
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
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Records the requests to DynamoDB and the capacity that they consumed. */
final class RequestLog implements ExecutionInterceptor {

    private final List<SdkRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Double> units = new CopyOnWriteArrayList<>();

    /** A client whose requests are recorded here. The caller closes it. */
    DynamoDbClient client() {
        return DynamoDbLocal.clientBuilder()
                .overrideConfiguration(configuration -> {
                    DynamoDbClientDefaults.apply(configuration);
                    configuration.addExecutionInterceptor(this);
                })
                .build();
    }

    @Override
    public SdkRequest modifyRequest(
            Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
        requests.add(context.request());
        return switch (context.request()) {
            case PutItemRequest put ->
                    put.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case QueryRequest query ->
                    query.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case GetItemRequest get ->
                    get.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case TransactWriteItemsRequest transaction ->
                    transaction.copy(
                            copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case BatchGetItemRequest batch ->
                    batch.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case UpdateItemRequest update ->
                    update.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            case DeleteItemRequest delete ->
                    delete.copy(copy -> copy.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            default -> throw new AssertionError("no store sends " + context.request());
        };
    }

    @Override
    public void afterExecution(
            Context.AfterExecution context, ExecutionAttributes executionAttributes) {
        switch (context.response()) {
            case PutItemResponse put -> add(put.consumedCapacity());
            case QueryResponse query -> add(query.consumedCapacity());
            case GetItemResponse get -> add(get.consumedCapacity());
            case TransactWriteItemsResponse transaction ->
                    transaction.consumedCapacity().forEach(this::add);
            case BatchGetItemResponse batch -> batch.consumedCapacity().forEach(this::add);
            case UpdateItemResponse update -> add(update.consumedCapacity());
            case DeleteItemResponse delete -> add(delete.consumedCapacity());
            default -> throw new AssertionError("no store receives " + context.response());
        }
    }

    private void add(ConsumedCapacity consumed) {
        units.add(consumed.capacityUnits());
    }

    /** The names of the requests, in order, such as {@code PutItem} and {@code Query}. */
    List<String> names() {
        return requests.stream()
                .map(request -> request.getClass().getSimpleName().replace("Request", ""))
                .toList();
    }

    /** The capacity units that each answered request consumed, in order. */
    List<Double> units() {
        return List.copyOf(units);
    }

    /** The write units of the puts and transactions. Each request must have been answered. */
    double writeUnits() {
        List<String> names = names();
        double sum = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals("PutItem") || names.get(i).equals("TransactWriteItems")) {
                sum += units.get(i);
            }
        }
        return sum;
    }

    <T extends SdkRequest> List<T> requests(Class<T> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void clear() {
        requests.clear();
        units.clear();
    }
}
