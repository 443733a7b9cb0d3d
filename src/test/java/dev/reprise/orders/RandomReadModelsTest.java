package dev.reprise.orders;

import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryJobStore;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.SilentProjections;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to deliveries, rebuilds and processes: in the end every row of every read model
 * equals that of a fresh rebuild, and what the test counts itself.
 */
@ExtendWith(SilentProjections.class)
class RandomReadModelsTest {

    private static final int SEEDS = Integer.getInteger("reprise.seeds", 60);
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
        var events = new InMemoryEventStore();
        var views = new InMemoryViewStore();
        CommitScan scan = new InMemoryCommitScan(events, PAGE_SIZE);
        var chaos =
                new ReadModelsChaos(
                        seed,
                        events,
                        views,
                        scan,
                        new InMemoryJobStore(),
                        ChaosDelivery.AS_COMMITS,
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
