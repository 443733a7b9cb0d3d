package dev.reprise.dynamodb;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.SnapshotRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The end of a stream, read backwards page by page until there is enough to fold.
 *
 * <p>The first page has as many commits as lie between two snapshots, and mostly is enough. Each
 * further one is twice as large, so that a stream without a snapshot that can be used takes few
 * requests.
 */
final class StreamTail {

    /** More do not fit into the megabyte that DynamoDB reads for a page anyway. */
    private static final int LAST_PAGE = 4_096;

    private final Load load;
    private final List<Commit> newestFirst = new ArrayList<>();
    private boolean canStart;
    private boolean isExhausted;

    private StreamTail(Load load) {
        this.load = load;
    }

    /**
     * The commits that are asked for, oldest first.
     *
     * @param query for the stream's commits up to the version, newest first
     * @param client what asks DynamoDB
     * @throws BrokenStreamException if they do not follow one another, or one cannot be read
     */
    static List<Commit> read(
            Load load, QueryRequest query, Function<QueryRequest, QueryResponse> client) {
        StreamTail tail = new StreamTail(load);
        QueryRequest next = query;
        int pageSize = SnapshotRule.MIN_COMMITS;
        while (!tail.isEnough()) {
            QueryResponse page = client.apply(next.toBuilder().limit(pageSize).build());
            page.items().forEach(item -> tail.add(CommitItem.decode(item)));
            tail.isExhausted = page.lastEvaluatedKey().isEmpty();
            next = query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
            pageSize = Math.min(2 * pageSize, LAST_PAGE);
        }
        return tail.oldestFirst();
    }

    private void add(Commit commit) {
        newestFirst.add(commit);
        canStart = canStart || load.canStartFrom(commit);
    }

    private boolean isEnough() {
        return isExhausted
                || (!newestFirst.isEmpty() && newestFirst.getLast().firstSequenceNumber() == 1)
                || (canStart && newestFirst.size() >= load.minCommits());
    }

    private List<Commit> oldestFirst() {
        List<Commit> commits = List.copyOf(newestFirst.reversed());
        long nextExpected =
                isExhausted || commits.isEmpty() ? 1 : commits.getFirst().firstSequenceNumber();
        for (Commit commit : commits) {
            nextExpected = ContiguousCommits.nextAfter(commit, nextExpected);
        }
        return commits;
    }
}
