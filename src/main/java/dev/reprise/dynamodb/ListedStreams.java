package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.feed.FeedStore;
import dev.reprise.feed.FeedStore.StreamPage;
import dev.reprise.feed.IndexedStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Lists the streams of a generation of the feed: partition by partition, and by name within a
 * partition.
 */
record ListedStreams(DynamoDbClient client, String table, int generation) {

    /** See {@link FeedStore#list}. */
    StreamPage list(String prefix, Optional<String> after, int limit) {
        ListedPlace place =
                after.map(text -> ListedPlace.parse(prefix, text)).orElse(ListedPlace.FIRST);
        List<IndexedStream> streams = new ArrayList<>();
        while (place.partition() < FeedTable.STREAM_PARTITIONS) {
            QueryResponse answer = query(prefix, place, limit - streams.size());
            answer.items().forEach(item -> streams.add(DynamoDbFeedStore.stream(item)));
            place = place.next(prefix, answer);
            if (streams.size() == limit) {
                break;
            }
        }
        return new StreamPage(
                streams,
                place.partition() < FeedTable.STREAM_PARTITIONS
                        ? Optional.of(place.toString())
                        : Optional.empty());
    }

    private QueryResponse query(String prefix, ListedPlace place, int limit) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":feed", Attributes.text(FeedTable.streams(generation, place.partition())));
        Map<String, String> names = new HashMap<>(Map.of("#feed", FeedTable.FEED));
        String condition = "#feed = :feed";
        if (!prefix.isEmpty()) {
            condition += " AND begins_with(#place, :prefix)";
            values.put(":prefix", Attributes.text(prefix));
            names.put("#place", FeedTable.PLACE);
        }
        QueryRequest.Builder request =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .limit(limit);
        place.afterRest()
                .ifPresent(rest ->
                        request.exclusiveStartKey(
                                Map.of(
                                        FeedTable.FEED,
                                        Attributes.text(
                                                FeedTable.streams(generation, place.partition())),
                                        FeedTable.PLACE,
                                        Attributes.text(prefix + rest))));
        return translated(() -> client.query(request.build()));
    }
}
