package dev.reprise.dynamodb;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The items of a query. A page is requested when the page before it is used up, and is twice as
 * large: so a caller who stops has read at most about twice what was used, and one who goes on
 * makes few requests.
 */
final class ItemPages implements Iterator<Map<String, AttributeValue>> {

    /** Larger pages would not save requests: DynamoDB ends a page after 1 MB. */
    private static final int MAX_PAGE_SIZE = 4_096;

    private final Function<QueryRequest, QueryResponse> client;
    private Iterator<Map<String, AttributeValue>> page = Collections.emptyIterator();
    private @Nullable QueryRequest next;
    private @Nullable Map<String, AttributeValue> peeked;
    private int pageSize;

    /**
     * All items that a query selects.
     *
     * @param pageSize how many items the first request reads
     * @param client runs one query
     */
    ItemPages(QueryRequest query, int pageSize, Function<QueryRequest, QueryResponse> client) {
        this.client = client;
        this.next = query;
        this.pageSize = pageSize;
    }

    @Override
    public boolean hasNext() {
        while (peeked == null && !page.hasNext() && next != null) {
            QueryResponse answer = client.apply(next.toBuilder().limit(pageSize).build());
            page = answer.items().iterator();
            next =
                    answer.lastEvaluatedKey().isEmpty()
                            ? null
                            : next.toBuilder().exclusiveStartKey(answer.lastEvaluatedKey()).build();
            pageSize = Math.min(2 * pageSize, MAX_PAGE_SIZE);
        }
        return peeked != null || page.hasNext();
    }

    @Override
    public Map<String, AttributeValue> next() {
        Map<String, AttributeValue> item = peek();
        peeked = null;
        return item;
    }

    /**
     * The next item, which stays the next one.
     *
     * @throws NoSuchElementException if there is none
     */
    Map<String, AttributeValue> peek() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (peeked == null) {
            peeked = page.next();
        }
        return peeked;
    }
}
