package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.BrokenFeedException;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.IndexedStream;
import dev.reprise.feed.SealedFeedException;
import dev.reprise.feed.Sweep;
import dev.reprise.projections.Parallel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A {@link FeedStore} in a DynamoDB table, with one item for each page and each stream. See {@link
 * FeedTable}.
 */
final class DynamoDbFeedStore implements FeedStore {

    private static final String PLACE_IS_FREE = "attribute_not_exists(#feed)";
    private static final Map<String, String> PLACE_IS_FREE_NAMES = Map.of("#feed", FeedTable.FEED);

    private static final String FURTHER = "attribute_not_exists(#version) OR #version < :version";

    private final DynamoDbClient client;
    private final String table;
    private final int generation;
    private final FeedItems items;
    private final BatchReads reads;
    private final ListedStreams listed;

    /**
     * The store of a generation.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    DynamoDbFeedStore(DynamoDbClient client, String table, int generation) {
        this.client = client;
        this.table = table;
        this.generation = generation;
        this.items = new FeedItems(generation);
        this.reads = new BatchReads(client, table, true);
        this.listed = new ListedStreams(client, table, generation);
    }

    @Override
    public Optional<FeedPage> lastPage() {
        return lastItem().map(DynamoDbFeedStore::notSealed);
    }

    @Override
    public long head() {
        return lastItem()
                .map(item ->
                        FeedItems.nextAfterSeal(item).isPresent()
                                ? FeedItems.position(item) - 1
                                : decoded(item).lastPosition())
                .orElse(0L);
    }

    private Optional<Map<String, AttributeValue>> lastItem() {
        QueryRequest last =
                pages("#feed = :feed", Map.of(), true).scanIndexForward(false).limit(1).build();
        return translated(() -> client.query(last)).items().stream().findFirst();
    }

    @Override
    public List<FeedPage> currentPagesFrom(long position, int maxPages) {
        List<FeedPage> pages =
                contiguous(
                        itemsFrom(position, maxPages, true).stream()
                                .map(DynamoDbFeedStore::notSealed)
                                .toList());
        return !pages.isEmpty() && pages.getFirst().firstPosition() == position ? pages : List.of();
    }

    /** Usually the position is the first one of a page. Then one request is enough. */
    @Override
    public List<FeedPage> pagesFrom(long position, int maxPages) {
        List<FeedPage> next = decoded(itemsFrom(position, maxPages, false));
        if (!next.isEmpty() && next.getFirst().firstPosition() == position) {
            return next;
        }
        List<FeedPage> pages = new ArrayList<>(pageBefore(position).stream().toList());
        if (pages.isEmpty() || pages.getFirst().lastPosition() < position) {
            return List.of();
        }
        pages.addAll(next);
        return contiguous(pages.subList(0, Math.min(pages.size(), maxPages)));
    }

    @Override
    public Place placeFrom(long position) {
        return itemsFrom(position, 1, true).stream()
                .findFirst()
                .map(DynamoDbFeedStore::place)
                .orElse(new Place.Free(position));
    }

    private static Place place(Map<String, AttributeValue> item) {
        if (FeedItems.nextAfterSeal(item).isPresent()) {
            return new Place.Seal();
        }
        try {
            return new Place.Page(decoded(item));
        } catch (BrokenFeedException e) {
            return new Place.Damaged(FeedItems.position(item), String.valueOf(e.getMessage()));
        }
    }

    private List<Map<String, AttributeValue>> itemsFrom(
            long position, int maxItems, boolean strongly) {
        QueryRequest from =
                pages("#feed = :feed AND #place >= :place", place(position), strongly)
                        .limit(maxItems)
                        .build();
        return translated(() -> client.query(from)).items();
    }

    private Optional<FeedPage> pageBefore(long position) {
        QueryRequest before =
                pages("#feed = :feed AND #place < :place", place(position), false)
                        .scanIndexForward(false)
                        .limit(1)
                        .build();
        return decoded(translated(() -> client.query(before)).items()).stream().findFirst();
    }

    private static Map<String, AttributeValue> place(long position) {
        return Map.of(":place", Attributes.text(FeedTable.place(position)));
    }

    private QueryRequest.Builder pages(
            String condition, Map<String, AttributeValue> values, boolean strongly) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":feed", Attributes.text(FeedTable.pages(generation)));
        Map<String, String> names = new HashMap<>(Map.of("#feed", FeedTable.FEED));
        if (condition.contains("#place")) {
            names.put("#place", FeedTable.PLACE);
        }
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(strongly)
                .keyConditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(all);
    }

    /** The pages, in order and without gaps; without the seal, if it is there. */
    private static List<FeedPage> decoded(List<Map<String, AttributeValue>> items) {
        return contiguous(
                items.stream()
                        .filter(item -> FeedItems.nextAfterSeal(item).isEmpty())
                        .map(DynamoDbFeedStore::decoded)
                        .toList());
    }

    private static FeedPage notSealed(Map<String, AttributeValue> item) {
        FeedItems.nextAfterSeal(item)
                .ifPresent(next -> {
                    throw new SealedFeedException(next);
                });
        return decoded(item);
    }

    private static FeedPage decoded(Map<String, AttributeValue> item) {
        try {
            return FeedItems.page(item);
        } catch (IllegalArgumentException e) {
            throw new BrokenFeedException(
                    "the page at %s of the feed cannot be read: %s"
                            .formatted(
                                    Attributes.undamaged(
                                                    () -> Attributes.text(item, FeedTable.PLACE))
                                            .orElse("an unknown position"),
                                    e.getMessage()),
                    e);
        }
    }

    /** Leaves out the pages after a gap: an eventually consistent read may lack a page. */
    private static List<FeedPage> contiguous(List<FeedPage> pages) {
        for (int i = 1; i < pages.size(); i++) {
            if (pages.get(i).firstPosition() != pages.get(i - 1).lastPosition() + 1) {
                return pages.subList(0, i);
            }
        }
        return pages;
    }

    @Override
    public PutResult put(FeedPage page) {
        try {
            translated(() ->
                    client.putItem(put ->
                            put.tableName(table)
                                    .item(items.page(page))
                                    .conditionExpression(PLACE_IS_FREE)
                                    .expressionAttributeNames(PLACE_IS_FREE_NAMES)
                                    .returnValuesOnConditionCheckFailure(
                                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            return new PutResult.Stored();
        } catch (ConditionalCheckFailedException e) {
            return new PutResult.Taken(notSealed(e.item()));
        }
    }

    @Override
    public Map<StreamName, IndexedStream> streams(Collection<StreamName> names) {
        List<Map<String, AttributeValue>> keys =
                names.stream().distinct().map(items::streamKey).toList();
        return reads.items(keys).stream()
                .map(DynamoDbFeedStore::stream)
                .collect(Collectors.toMap(IndexedStream::stream, Function.identity()));
    }

    static IndexedStream stream(Map<String, AttributeValue> item) {
        try {
            return FeedItems.stream(item);
        } catch (IllegalArgumentException e) {
            throw new BrokenFeedException(
                    "a stream in the feed table cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void advance(Collection<IndexedStream> streams) {
        Parallel.map(streams, this::advance);
    }

    /** Whether it was not further. */
    private boolean advance(IndexedStream stream) {
        UpdateItemRequest request =
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(items.streamKey(stream.stream()))
                        .updateExpression(
                                "SET #version = :version, #hash = :hash, #position = :position, #at = :at")
                        .conditionExpression(FURTHER)
                        .expressionAttributeNames(
                                Map.of(
                                        "#version", FeedTable.VERSION,
                                        "#hash", FeedTable.HASH,
                                        "#position", FeedTable.POSITION,
                                        "#at", FeedTable.AT))
                        .expressionAttributeValues(
                                Map.of(
                                        ":version", Attributes.number(stream.version().value()),
                                        ":hash", Attributes.binary(stream.hash().bytes()),
                                        ":position", Attributes.number(stream.lastPosition()),
                                        ":at", Attributes.number(stream.lastAt().toEpochMilli())))
                        .build();
        try {
            translated(() -> client.updateItem(request));
            return true;
        } catch (ConditionalCheckFailedException further) {
            return false;
        }
    }

    @Override
    public void block(StreamName stream, String error) {
        Map<String, AttributeValue> item = new HashMap<>(items.blockedKey(stream));
        item.put(FeedTable.ERROR, Attributes.text(error));
        translated(() -> client.putItem(put -> put.tableName(table).item(item)));
    }

    @Override
    public List<BlockedStream> blocked(int limit) {
        QueryRequest request =
                partition(FeedTable.blocked(generation)).consistentRead(true).limit(limit).build();
        return translated(() -> client.query(request)).items().stream()
                .map(FeedItems::blocked)
                .toList();
    }

    @Override
    public void unblock(BlockedStream stream) {
        DeleteItemRequest request =
                DeleteItemRequest.builder()
                        .tableName(table)
                        .key(items.blockedKey(stream.stream()))
                        .conditionExpression("#error = :error")
                        .expressionAttributeNames(Map.of("#error", FeedTable.ERROR))
                        .expressionAttributeValues(
                                Map.of(":error", Attributes.text(stream.error())))
                        .build();
        try {
            translated(() -> client.deleteItem(request));
        } catch (ConditionalCheckFailedException another) {
            // It is blocked for another reason by now.
        }
    }

    private QueryRequest.Builder partition(String feed) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("#feed = :feed")
                .expressionAttributeNames(Map.of("#feed", FeedTable.FEED))
                .expressionAttributeValues(Map.of(":feed", Attributes.text(feed)));
    }

    @Override
    public Optional<Sweep> sweep() {
        GetItemResponse answer =
                translated(() ->
                        client.getItem(get ->
                                get.tableName(table).key(items.sweepKey()).consistentRead(true)));
        return answer.hasItem() ? Optional.of(FeedItems.sweep(answer.item())) : Optional.empty();
    }

    @Override
    public boolean save(Sweep after, Optional<Sweep> before) {
        PutItemRequest.Builder put =
                PutItemRequest.builder().tableName(table).item(items.sweep(after));
        before.ifPresentOrElse(
                read ->
                        put.conditionExpression("#revision = :read")
                                .expressionAttributeNames(Map.of("#revision", FeedTable.REVISION))
                                .expressionAttributeValues(
                                        Map.of(":read", Attributes.number(read.revision()))),
                () ->
                        put.conditionExpression(PLACE_IS_FREE)
                                .expressionAttributeNames(PLACE_IS_FREE_NAMES));
        try {
            translated(() -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            return false;
        }
    }

    @Override
    public StreamPage list(String prefix, Optional<String> after, int limit) {
        return listed.list(prefix, after, limit);
    }

    @Override
    public boolean isPlace(String prefix, String text) {
        return ListedPlace.isPlace(prefix, text);
    }
}
