package dev.reprise.orders;

import dev.reprise.dynamodb.ItemEventStore;
import dev.reprise.local.StreamRecords;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.InMemoryJobStore;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.SilentProjections;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link RandomReadModelsTest}, through the projector function: with the records that DynamoDB
 * Streams makes of the items of the events table.
 */
@ExtendWith(SilentProjections.class)
class RandomStreamRecordsTest {

    private static final int SEEDS = Integer.getInteger("reprise.seeds", 40);
    private static final long FIRST_SEED = Long.getLong("reprise.first-seed", 0);
    private static final int ORDERS = 16;
    private static final int STEPS = 160;
    private static final int PAGE_SIZE = 15;

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_row_equals_a_fresh_rebuild_and_an_independent_fold(long seed) throws Exception {
        var events = new ItemEventStore();
        var views = new InMemoryViewStore();
        CommitScan scan = events.scan(PAGE_SIZE);
        var delivery =
                new ChaosRecords(
                        seed,
                        commit ->
                                StreamRecords.insert(
                                        events.item(commit), ChaosDelivery.id(commit)));
        var chaos =
                new ReadModelsChaos(
                        seed, events, views, scan, new InMemoryJobStore(), delivery, ORDERS, STEPS);
        var check = new ReadModelsCheck(seed, events, views, scan, chaos.orders());

        chaos.run();
        check.assertEqualsFreshRebuild();
        check.assertEqualsFold();

        chaos.rebuildAll();
        check.assertEqualsFreshRebuild();
    }
}
