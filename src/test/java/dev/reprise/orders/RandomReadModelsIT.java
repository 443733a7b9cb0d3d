package dev.reprise.orders;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.reprise.RunsBesideQuarkus;
import dev.reprise.dynamodb.DynamoDbCommitScan;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.dynamodb.DynamoDbJobStore;
import dev.reprise.dynamodb.DynamoDbViewStore;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.StreamRecords;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ViewStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** As {@link RandomStreamRecordsTest}, over DynamoDB Local and the stream of its events table. */
@RunsBesideQuarkus
class RandomReadModelsIT {

    private static final int ORDERS = 8;
    private static final int STEPS = 60;
    private static final int MAX_READS = 100;

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    /** The records of a table's stream, which are read again when there are new ones. */
    private static final class StreamOfTable {

        private final String table;
        private final Map<String, DynamodbStreamRecord> records = new HashMap<>();

        StreamOfTable(String table) {
            this.table = table;
        }

        synchronized DynamodbStreamRecord record(Commit commit) {
            String id = ChaosDelivery.id(commit);
            for (int reads = 0; reads < MAX_READS && !records.containsKey(id); reads++) {
                StreamRecords.inserts(CLIENT, table)
                        .forEach(record -> records.put(id(record), record));
            }
            return Objects.requireNonNull(records.get(id), id);
        }

        private static String id(DynamodbStreamRecord record) {
            var keys = record.getDynamodb().getKeys();
            return Objects.requireNonNull(keys.get("stream")).getS()
                    + "@"
                    + Objects.requireNonNull(keys.get("seq")).getN();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void every_row_equals_a_fresh_rebuild_and_an_independent_fold(long seed) throws Exception {
        String tables = DynamoDbLocal.freshTables();
        EventStore events = new DynamoDbEventStore(CLIENT, tables + "-events");
        ViewStore views = new DynamoDbViewStore(CLIENT, tables + "-views");
        CommitScan scan = new DynamoDbCommitScan(CLIENT, tables + "-events");
        var chaos =
                new ReadModelsChaos(
                        seed,
                        events,
                        views,
                        scan,
                        new DynamoDbJobStore(CLIENT, tables + "-views"),
                        new ChaosRecords(seed, new StreamOfTable(tables + "-events")::record),
                        ORDERS,
                        STEPS);
        var check = new ReadModelsCheck(seed, events, views, scan, chaos.orders());

        chaos.run();
        check.assertEqualsFreshRebuild();
        check.assertEqualsFold();

        chaos.rebuildAll();
        check.assertEqualsFreshRebuild();
    }
}
