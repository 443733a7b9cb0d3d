package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedProof;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedMaintenanceTest {

    private static final StreamName A = new StreamName("thing", "a");

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryFeedStore pages = new InMemoryFeedStore();
    private final InMemoryFeedGenerations generations = new InMemoryFeedGenerations(pages);
    private final List<String> output = new ArrayList<>();
    private final FeedRebuilder rebuilder =
            new FeedRebuilder(generations, events, () -> () -> false, () -> Commits.AT);
    private final FeedMaintenance maintenance =
            new FeedMaintenance(
                    Optional.of(
                            new FeedSweep(
                                    generations,
                                    new InMemoryCommitScan(events),
                                    indexer(),
                                    () -> Commits.AT)),
                    Optional.of(rebuilder),
                    new EmbeddedMetrics(true, "shop", () -> Commits.AT, output::add));

    private FeedIndexer indexer() {
        return new FeedIndexer(generations, events, () -> () -> false);
    }

    /** An indexer that begins reads the pages whose streams may not be written. */
    @Test
    void a_damaged_page_among_the_last_ones_does_not_keep_the_rebuild_from_its_work() {
        for (Commit commit : Commits.appendAll(events, A, 1, 1, 1, 1)) {
            indexer().index(List.of(Deliveries.intact(commit)));
        }
        pages.block(A, "no");
        pages.damage(3);

        maintenance.work(Instant.MAX);
        assertThat(generations.live()).isSameAs(pages);

        rebuilder.start();
        maintenance.work(Instant.MAX);
        FeedProof.checkComplete(generations.live(), events, List.of(A));
        assertThat(output).last().asString().contains("\"FeedBlockedStreams\":0");
    }

    @Test
    void without_a_feed_there_is_nothing_to_do() {
        new FeedMaintenance(
                        Optional.empty(),
                        Optional.empty(),
                        new EmbeddedMetrics(true, "shop", () -> Commits.AT, output::add))
                .work(Instant.MAX);
        assertThat(output).isEmpty();
    }
}
