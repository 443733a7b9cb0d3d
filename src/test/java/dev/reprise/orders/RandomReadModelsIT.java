package dev.reprise.orders;

import dev.reprise.dynamodb.DynamoDbCommitScan;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.dynamodb.DynamoDbJobStore;
import dev.reprise.dynamodb.DynamoDbViewStore;
import dev.reprise.eventstore.EventStore;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ViewStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** As {@link RandomReadModelsTest}, over DynamoDB Local. */
class RandomReadModelsIT {

    private static final int ORDERS = 8;
    private static final int STEPS = 60;

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    @AfterAll
    static void close() {
        CLIENT.close();
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
