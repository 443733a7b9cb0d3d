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
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("#feed = :partition")
                        .expressionAttributeNames(Map.of("#feed", FeedTable.FEED))
                        .expressionAttributeValues(Map.of(":partition", Attributes.text(partition)))
                        .build();
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
        PutItemRequest.Builder put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (revision == 1) {
            put.conditionExpression("attribute_not_exists(#feed)")
                    .expressionAttributeNames(Map.of("#feed", FeedTable.FEED));
        } else {
            put.conditionExpression("#revision = :read")
                    .expressionAttributeNames(Map.of("#revision", FeedTable.REVISION))
                    .expressionAttributeValues(Map.of(":read", Attributes.number(revision - 1)));
        }
        try {
            translated(() -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            // The put may have been sent again because its first answer was lost.
            return item.equals(changed.item());
        }
    }

    void remove(String name) {
        translated(() -> client.deleteItem(delete -> delete.tableName(table).key(key(name))));
    }
}
