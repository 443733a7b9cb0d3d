package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * The items of one partition of the feed table, each with a name and a revision.
 *
 * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
 */
record NamedItems(DynamoDbClient client, String table, String partition) {

    Map<String, AttributeValue> key(String name) {
        return Map.of(
                FeedTable.FEED, Attributes.text(partition), FeedTable.PLACE, Attributes.text(name));
    }

    /** All items, by name. Eventually consistent. */
    <T> List<T> all(Function<Map<String, AttributeValue>, T> read) {
        return items(
                QueryRequest.builder()
                        .keyConditionExpression("#feed = :partition")
                        .expressionAttributeNames(Map.of("#feed", FeedTable.FEED))
                        .expressionAttributeValues(
                                Map.of(":partition", Attributes.text(partition))),
                read);
    }

    /** The items with names from the first to the last of these, by name. Strongly consistent. */
    <T> List<T> between(String first, String last, Function<Map<String, AttributeValue>, T> read) {
        return items(
                QueryRequest.builder()
                        .consistentRead(true)
                        .keyConditionExpression(
                                "#feed = :partition AND #place BETWEEN :first AND :last")
                        .expressionAttributeNames(
                                Map.of("#feed", FeedTable.FEED, "#place", FeedTable.PLACE))
                        .expressionAttributeValues(
                                Map.of(
                                        ":partition", Attributes.text(partition),
                                        ":first", Attributes.text(first),
                                        ":last", Attributes.text(last))),
                read);
    }

    private <T> List<T> items(
            QueryRequest.Builder query, Function<Map<String, AttributeValue>, T> read) {
        QueryRequest request = query.tableName(table).build();
        return translated(() -> client.queryPaginator(request).items().stream().map(read).toList());
    }

    /** An item, strongly consistent. */
    <T> Optional<T> find(String name, Function<Map<String, AttributeValue>, T> read) {
        GetItemResponse answer =
                translated(() ->
                        client.getItem(
                                get -> get.tableName(table).key(key(name)).consistentRead(true)));
        return answer.hasItem() ? Optional.of(read.apply(answer.item())) : Optional.empty();
    }

    /**
     * Puts an item of a revision, if the stored item is of the revision before; if it is the first
     * one, if there is no item.
     *
     * @return false if there is another revision, unless it is this item
     */
    boolean save(Map<String, AttributeValue> item, long revision) {
        ItemCondition condition = isOf(revision - 1);
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            translated(() -> client.putItem(put));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            // The put may have been sent again because its first answer was lost.
            return item.equals(changed.item());
        }
    }

    /**
     * A change of an item.
     *
     * @param before the revision of the stored item; 0 if there is none
     * @param item the item to put; empty to remove it
     */
    record ItemChange(String name, long before, Optional<Map<String, AttributeValue>> item) {}

    /**
     * Makes several changes, all of them or none.
     *
     * @return false if one of the stored items has another revision
     */
    boolean changeAll(List<ItemChange> changes) {
        TransactWriteItemsRequest request =
                TransactWriteItemsRequest.builder()
                        .transactItems(changes.stream().map(this::write).toList())
                        .build();
        return Transactions.send(client, request).isEmpty();
    }

    private TransactWriteItem write(ItemChange change) {
        return change.item()
                .map(item -> put(item, change.before()))
                .orElseGet(() -> {
                    ItemCondition condition = isOf(change.before());
                    return TransactWriteItem.builder()
                            .delete(delete ->
                                    delete.tableName(table)
                                            .key(key(change.name()))
                                            .conditionExpression(condition.expression())
                                            .expressionAttributeNames(condition.names())
                                            .expressionAttributeValues(condition.valuesOrNull()))
                            .build();
                });
    }

    /**
     * A part of a transaction that puts an item of the table.
     *
     * @param before the revision of the stored item; 0 if there is none
     */
    TransactWriteItem put(Map<String, AttributeValue> item, long before) {
        ItemCondition condition = isOf(before);
        return TransactWriteItem.builder()
                .put(put ->
                        put.tableName(table)
                                .item(item)
                                .conditionExpression(condition.expression())
                                .expressionAttributeNames(condition.names())
                                .expressionAttributeValues(condition.valuesOrNull()))
                .build();
    }

    /** The condition that the stored item is of a revision; if that is 0, that there is no item. */
    private static ItemCondition isOf(long revision) {
        return revision == 0
                ? ItemCondition.withoutValues(
                        "attribute_not_exists(#feed)", Map.of("#feed", FeedTable.FEED))
                : new ItemCondition(
                        "#revision = :read",
                        Map.of("#revision", FeedTable.REVISION),
                        Map.of(":read", Attributes.number(revision)));
    }

    void remove(String name) {
        translated(() -> client.deleteItem(delete -> delete.tableName(table).key(key(name))));
    }
}
