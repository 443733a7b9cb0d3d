package dev.reprise.dynamodb;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.SnapshotRule;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads the last commits of a stream, newest first and page by page, until they satisfy a {@link
 * Load}.
 *
 * <p>The first page has {@link SnapshotRule#MIN_COMMITS} commits, or as many as the load needs, and
 * mostly a usable snapshot is among them. Each further page is twice as large, so a stream without
 * a usable snapshot takes few requests.
 */
final class StreamTail {

    /** Larger pages would not save requests: DynamoDB ends a page after 1 MB. */
    private static final int MAX_PAGE_SIZE = 4_096;

    private StreamTail() {}

    /**
     * The commits of a load, oldest first.
     *
     * @param query selects the stream's commits up to the version, newest first; not to be used
     *     again
     * @param client runs one query
     * @throws BrokenStreamException if there is a gap or an overlap between the commits, or one of
     *     them cannot be decoded
     */
    static List<Commit> read(
            Load load, QueryRequest.Builder query, Function<QueryRequest, QueryResponse> client) {
        Load.Progress loaded = new Load.Progress(load);
        int pageSize = Math.max(SnapshotRule.MIN_COMMITS, load.minCommits());
        boolean atStart = false;
        while (!atStart && !loaded.isComplete()) {
            QueryResponse page = client.apply(query.limit(pageSize).build());
            Iterator<Map<String, AttributeValue>> items = page.items().iterator();
            while (items.hasNext() && !loaded.isComplete()) {
                loaded.add(CommitItem.decode(items.next(), load.stream()));
            }
            atStart = !items.hasNext() && page.lastEvaluatedKey().isEmpty();
            query.exclusiveStartKey(page.lastEvaluatedKey());
            pageSize = Math.min(2 * pageSize, MAX_PAGE_SIZE);
        }
        return contiguous(loaded.oldestFirst(), atStart);
    }

    private static List<Commit> contiguous(List<Commit> commits, boolean atStart) {
        long nextExpected =
                atStart || commits.isEmpty() ? 1 : commits.getFirst().firstSequenceNumber();
        for (Commit commit : commits) {
            nextExpected = ContiguousCommits.nextExpectedAfter(commit, nextExpected);
        }
        return commits;
    }
}
