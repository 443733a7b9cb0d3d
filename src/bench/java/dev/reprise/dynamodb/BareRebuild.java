package dev.reprise.dynamodb;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * What a rebuild cannot do without: a parallel, strongly consistent scan of the events, and one put
 * for each stream of a page. Nothing is decoded, folded, read before or put on a condition. It has
 * as many segments, and as many puts at the same time, as a rebuild.
 */
final class BareRebuild {

    private static final int PAGE_SIZE = 1_000;
    private static final int PUTS_AT_ONCE = 32;

    private final DynamoDbClient client;
    private final String tables;
    private final Map<String, AttributeValue> row;

    /**
     * @param row the item to put, each time with another key
     */
    BareRebuild(DynamoDbClient client, String tables, Map<String, AttributeValue> row) {
        this.client = client;
        this.tables = tables;
        this.row = row;
    }

    /** Scans all events, and returns how many rows were put. */
    long run(int generation) throws InterruptedException {
        long[] rows = new long[RebuildRun.PARTS];
        List<Thread> segments =
                IntStream.range(0, RebuildRun.PARTS)
                        .mapToObj(segment ->
                                Thread.ofVirtual()
                                        .start(() -> rows[segment] = run(generation, segment)))
                        .toList();
        for (Thread segment : segments) {
            segment.join();
        }
        return IntStream.range(0, RebuildRun.PARTS).mapToLong(segment -> rows[segment]).sum();
    }

    private long run(int generation, int segment) {
        long rows = 0;
        Map<String, AttributeValue> last = Map.of();
        do {
            ScanRequest request =
                    ScanRequest.builder()
                            .tableName(tables + "-events")
                            .consistentRead(true)
                            .limit(PAGE_SIZE)
                            .segment(segment)
                            .totalSegments(RebuildRun.PARTS)
                            .exclusiveStartKey(last.isEmpty() ? null : last)
                            .build();
            ScanResponse page = client.scan(request);
            Set<String> streams = new LinkedHashSet<>();
            page.items().forEach(item -> streams.add(Attributes.text(item, EventsTable.STREAM)));
            putAll(generation, streams);
            rows += streams.size();
            last = page.lastEvaluatedKey();
        } while (!last.isEmpty());
        return rows;
    }

    private void putAll(int generation, Set<String> streams) {
        Semaphore free = new Semaphore(PUTS_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String stream : streams) {
                threads.execute(() -> {
                    free.acquireUninterruptibly();
                    try {
                        put(generation, stream);
                    } finally {
                        free.release();
                    }
                });
            }
        }
    }

    private void put(int generation, String stream) {
        Map<String, AttributeValue> item = new HashMap<>(row);
        String part =
                ViewKeys.part("bare", generation, Math.floorMod(stream.hashCode(), ViewKeys.PARTS));
        item.put(ViewsTable.PART, Attributes.text(part));
        item.put(ViewsTable.ROW, Attributes.text(ViewKeys.STREAM_PREFIX + stream));
        client.putItem(put -> put.tableName(tables + "-views").item(item));
    }
}
