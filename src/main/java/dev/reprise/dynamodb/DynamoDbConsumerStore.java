package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** A {@link ConsumerStore} in the table of the feed, with one item for each consumer. */
public final class DynamoDbConsumerStore implements ConsumerStore {

    private final DynamoDbClient client;
    private final String table;

    /**
     * A store of consumers.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbConsumerStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public List<ConsumerState> all() {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("#feed = :consumers")
                        .expressionAttributeNames(Map.of("#feed", FeedTable.FEED))
                        .expressionAttributeValues(
                                Map.of(":consumers", Attributes.text(FeedTable.CONSUMERS)))
                        .build();
        return translated(() ->
                client.queryPaginator(request).items().stream().map(ConsumerItems::state).toList());
    }

    @Override
    public Optional<ConsumerState> find(String name) {
        GetItemResponse answer =
                translated(() ->
                        client.getItem(get ->
                                get.tableName(table)
                                        .key(ConsumerItems.key(name))
                                        .consistentRead(true)));
        return answer.hasItem()
                ? Optional.of(ConsumerItems.state(answer.item()))
                : Optional.empty();
    }

    @Override
    public boolean save(ConsumerState state) {
        Map<String, AttributeValue> item = ConsumerItems.item(state);
        PutItemRequest.Builder put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (state.revision() == 1) {
            put.conditionExpression("attribute_not_exists(#feed)")
                    .expressionAttributeNames(Map.of("#feed", FeedTable.FEED));
        } else {
            put.conditionExpression("#revision = :read")
                    .expressionAttributeNames(Map.of("#revision", FeedTable.REVISION))
                    .expressionAttributeValues(
                            Map.of(":read", Attributes.number(state.revision() - 1)));
        }
        try {
            translated(() -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            // The put may have been sent again because its first answer was lost.
            return item.equals(changed.item());
        }
    }
}
